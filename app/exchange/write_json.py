"""Writing JSON records, one a line inside the array, so that a large file can be read by eye and compared by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO


def write_records(file: BinaryIO, records: Iterable[Mapping[str, Any]]) -> int:
    """Write an array of objects; returns how many."""
    return _array(file, records, "")


def write_whole(
    file: BinaryIO, header: Mapping[str, Any], tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]
) -> int:
    """Write the lossless export of a book: the header's keys and ``tables`` by name; returns the number of rows."""
    file.write(json.dumps(dict(header), ensure_ascii=False)[:-1].encode() + b', "tables": {')
    count = 0
    for number, (name, records) in enumerate(tables):
        file.write((",\n" if number else "\n").encode() + json.dumps(name).encode() + b": ")
        count += _array(file, records, " ")
    file.write(b"\n}}\n")
    return count


def _array(file: BinaryIO, records: Iterable[Mapping[str, Any]], indent: str) -> int:
    count = 0
    file.write(b"[")
    for record in records:
        lead = ",\n" if count else "\n"
        file.write((lead + indent + json.dumps(record, ensure_ascii=False)).encode("utf-8", "surrogatepass"))
        count += 1
    file.write(b"\n]" if count else b"]")
    if not indent:
        file.write(b"\n")
    return count
