"""Records of a delimited text file with their line numbers, whatever its encoding, delimiter and mistakes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Generator, Iterator
from typing import BinaryIO, Final, NamedTuple, TextIO

from app.exchange.drafts import Problem
from app.exchange.encodings import SAMPLE_BYTES, decode, detect, is_broken, open_text, repair
from app.i18n import _

DELIMITERS: Final = ",;\t|"
_MAX_RECORD_LINES: Final = 2000
_MAX_RECORD_CHARS: Final = 4 << 20
_LINE_CHARS: Final = 1 << 20
_SAMPLE_RECORDS: Final = 200
_DECLARED: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)


class Record(NamedTuple):
    """A record and the line, from 1, on which it begins."""

    line: int
    cells: list[str]


class Dialect(NamedTuple):
    """How the file is written. ``repaired`` is the encoding for bytes that are not valid in ``encoding``."""

    encoding: str
    delimiter: str
    repaired: str = "cp1252"


class _UnclosedQuoteError(Exception):
    """A quote was opened and the record it begins grows without end."""


class _Feed:
    """Lines for ``csv.reader``: remembers those of the record at hand, so that they can be read again."""

    def __init__(self, text: TextIO, problems: list[Problem], repaired: str) -> None:
        self._text = text
        self._problems = problems
        self._repaired = repaired
        self._again: list[str] = []
        self.number = 0
        self.pending: list[str] = []
        self._chars = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.pop()
        else:
            line = self._text.readline(_LINE_CHARS)
            if not line:
                raise StopIteration
            line = self._sound(line)
        self.number += 1
        self.pending.append(line)
        self._chars += len(line)
        if len(self.pending) > _MAX_RECORD_LINES or self._chars > _MAX_RECORD_CHARS:
            raise _UnclosedQuoteError
        return line

    def begin_record(self) -> None:
        self.pending = []
        self._chars = 0

    def take_back(self) -> str:
        """The first line of the record at hand; the others will be read again."""
        first, *others = self.pending
        self._again += reversed(others)
        self.number -= len(others)
        self.begin_record()
        return first

    def _sound(self, line: str) -> str:
        if "\0" in line:
            line = line.replace("\0", "")
            self._problems.append(Problem(self.number + 1, _("Zero bytes in this line were left out.")))
        if is_broken(line):
            line = repair(line, self._repaired)
            sentence = _("Bytes in this line are not valid in the file's encoding; they were read as {encoding}.")
            self._problems.append(Problem(self.number + 1, sentence.format(encoding=self._repaired)))
        return line


def dialect_of(file: BinaryIO, encoding: str = "", delimiter: str = "") -> Dialect:
    """The encoding and delimiter of the file, except where they are given. Rewinds ``file``."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    found = encoding or detect(sample)
    text = sample.decode(found, "replace") if not found.startswith("utf-8") else decode(sample, "cp1252")
    return Dialect(found, delimiter or guess_delimiter(text.replace("\0", "")))


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts the sample into the most regular table; a comma where there is one column."""
    declared = _DECLARED.match(text.partition("\n")[0])
    if declared:
        return declared.group(1)
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        score = _regularity(text[: 1 << 17], delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _regularity(text: str, delimiter: str) -> float:
    """The share of records with the commonest number of cells above one; wider tables win a little."""
    if delimiter not in text:
        return 0.0
    lines = text.splitlines(keepends=True)
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines[:-1] or lines, delimiter=delimiter):
            if any(cells):
                widths[len(cells)] += 1
            if widths.total() >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0.0
    count, width = max(wide)
    return count / widths.total() * (1 + min(width, 20) / 100)


def records(file: BinaryIO, dialect: Dialect, problems: list[Problem]) -> Generator[Record, None, None]:
    """All records with at least one cell that is not empty; troubles are added to ``problems``."""
    csv.field_size_limit(_MAX_RECORD_CHARS * 2)
    text = open_text(file, dialect.encoding, newline="")
    feed = _Feed(text, problems, dialect.repaired)
    try:
        yield from _records(feed, dialect.delimiter, problems)
    finally:
        text.detach()


def _records(feed: _Feed, delimiter: str, problems: list[Problem]) -> Iterator[Record]:
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.begin_record()
        start = feed.number + 1
        try:
            cells = next(reader)
            unclosed = len(feed.pending) > 1 and _odd_quotes(feed.pending)
        except StopIteration:
            return
        except (_UnclosedQuoteError, csv.Error):
            unclosed = True
        if unclosed:
            problems.append(Problem(start, _("A quote is opened in this line and never closed; it was closed here.")))
            cells = _closed(feed.take_back(), delimiter)
            reader = csv.reader(feed, delimiter=delimiter)
        if start == 1 and _DECLARED.match(delimiter.join(cells).strip()):
            continue
        if any(cell and not cell.isspace() for cell in cells):
            yield Record(start, cells)


def _odd_quotes(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _closed(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose last quote is missing."""
    try:
        return next(csv.reader([line.rstrip("\r\n") + '"'], delimiter=delimiter), [])
    except csv.Error:
        return [line.strip()]
