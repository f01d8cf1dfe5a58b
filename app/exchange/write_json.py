"""Writing JSON records, one a line inside the array, so that a large file can be read by eye and compared by line."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO


def write_records(file: BinaryIO, records: Iterable[Mapping[str, Any]]) -> int:
    """Write an array of objects; returns how many."""
    return _array(file, records, "")


def write_whole(
    file: BinaryIO,
    header: Mapping[str, Any],
    tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]],
    files: Iterable[tuple[str, Iterable[bytes]]] = (),
) -> int:
    """Write the lossless export of a book: the header's keys, ``tables`` by name, and the bytes of ``files`` by their
    hash; returns the number of rows. Every piece of a file but its last has a length that three divides."""
    file.write(json.dumps(dict(header), ensure_ascii=False)[:-1].encode() + b', "tables": {')
    count, has_files = 0, False
    for number, (name, records) in enumerate(tables):
        file.write((",\n" if number else "\n").encode() + json.dumps(name).encode() + b": ")
        count += _array(file, records, " ")
    file.write(b"\n}")
    for number, (digest, pieces) in enumerate(files):
        file.write((",\n" if number else ', "files": {\n').encode() + json.dumps(digest).encode() + b': "')
        for piece in pieces:
            file.write(base64.b64encode(piece))
        file.write(b'"')
        has_files = True
    file.write(b"\n}}\n" if has_files else b"}\n")
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
