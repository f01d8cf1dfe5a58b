"""Records of a delimited text file with their line numbers, whatever its encoding, delimiter and mistakes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple, TextIO

from app.domain.errors import UserError
from app.exchange.drafts import Problem
from app.exchange.encodings import SAMPLE_BYTES, decode, detect, is_broken, open_text, repair
from app.i18n import _

DELIMITERS: Final = ",;\t|"
NO_QUOTE: Final = "none"
MAX_COLUMNS: Final = 16_384
"""As many as a spreadsheet can have."""
_MAX_RECORD_LINES: Final = 2000
_MAX_RECORD_CHARS: Final = 4 << 20
_SAMPLE_RECORDS: Final = 200
_FEW_QUOTED: Final = 3
"""So many cells between apostrophes are no accident."""
_OWN: Final = "Partner,Code,Kind,Status,Tier,Tags,"
"""How the partners begin that this program wrote."""
_DECLARED: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)


class Record(NamedTuple):
    """A record and the line, from 1, on which it begins."""

    line: int
    cells: list[str]


class Dialect(NamedTuple):
    """How the file is written. ``repaired`` is the encoding for bytes that are not valid in ``encoding``.

    ``quote`` is the sign around cells, or ``NO_QUOTE`` where every sign stands for itself.
    """

    encoding: str
    delimiter: str
    repaired: str = "cp1252"
    quote: str = '"'

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The cells of records."""
        if self.quote == NO_QUOTE:
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote)

    def quotes(self, lines: list[str]) -> int:
        """How many signs around cells there are."""
        return 0 if self.quote == NO_QUOTE else sum([line.count(self.quote) for line in lines])


class _UnclosedQuoteError(Exception):
    """A quote was opened and the record it begins grows without end."""


class _Ahead(NamedTuple):
    """Lines read once and put back, of which is known: a quote open before one of them is still open after it.

    The last line is the exception where ``closes``: it closes the quote, or the file ends there.
    """

    lines: int
    chars: int
    quotes: int
    closes: bool

    def without(self, taken: list[str], quotes: int) -> _Ahead | None:
        """What is known of the lines after those taken; nothing of the last one, whose beginning is a new record's."""
        lines = self.lines - len(taken)
        if lines <= 1:
            return None
        return _Ahead(lines, self.chars - sum(map(len, taken)), self.quotes - quotes, self.closes)

    def tells_unclosed(self, first: str) -> bool:
        """Whether a quote that the first of these lines opens counts as never closed, without reading on."""
        if self.closes:
            return self.quotes % 2 == 1
        return self.lines - 1 > _MAX_RECORD_LINES // 2 or self.chars - len(first) > _MAX_RECORD_CHARS // 2


class _Feed:
    """Lines for ``csv.reader``: remembers those of the record at hand, so that they can be read again.

    What a first reading told about lines that were put back is remembered too. Without it, a file in which every line
    leaves a quote open would be read two thousand times over.
    """

    def __init__(self, text: TextIO, problems: list[Problem], dialect: Dialect) -> None:
        self._text = text
        self._problems = problems
        self._repaired = dialect.repaired
        self._quotes = dialect.quotes
        self._again: list[str] = []
        self._ahead: _Ahead | None = None
        self.number = 0
        self.pending: list[str] = []
        self._chars = 0
        self._zeros = _("Zero bytes in this line were left out.")
        sentence = _("Bytes in this line are not valid in the file's encoding; they were read as {encoding}.")
        self._broken = sentence.format(encoding=dialect.repaired)

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        pending = self.pending
        if self._ahead and len(pending) == 1 and self._ahead.tells_unclosed(pending[0]):
            raise _UnclosedQuoteError
        line = self._again.pop() if self._again else self._new_line()
        self.number += 1
        pending.append(line)
        self._chars += len(line)
        if len(pending) > _MAX_RECORD_LINES or self._chars > _MAX_RECORD_CHARS:
            raise _UnclosedQuoteError
        return line

    def begin_record(self) -> None:
        if self._ahead:
            self._ahead = self._ahead.without(self.pending, self._quotes(self.pending))
        self.pending = []
        self._chars = 0

    def take_back(self, *, closes: bool) -> str:
        """The first line of the record at hand; the others will be read again. ``closes``: the last one ended it."""
        first, *others = self.pending
        if others:
            self._again += reversed(others)
            self.number -= len(others)
            self._ahead = _Ahead(len(self.pending), self._chars, self._quotes(self.pending), closes)
        self.pending = [first]
        return first

    def _new_line(self) -> str:
        line = self._text.readline(_MAX_RECORD_CHARS)
        if not line:
            raise StopIteration
        if len(line) == _MAX_RECORD_CHARS:
            self._leave_out_rest(line)
        if "\0" in line:
            line = line.replace("\0", "")
            self._problems.append(Problem(self.number + 1, self._zeros))
        if is_broken(line):
            line = repair(line, self._repaired)
            self._problems.append(Problem(self.number + 1, self._broken))
        return line

    def _leave_out_rest(self, line: str) -> None:
        """Go on to the end of a line that is too long for any table."""
        lost = False
        while line and line[-1] not in "\r\n":
            line = self._text.readline(_MAX_RECORD_CHARS)
            lost = lost or bool(line.strip("\r\n"))
        if lost:
            sentence = _("This line has more than {limit} characters; the rest of it was left out.")
            self._problems.append(Problem(self.number + 1, sentence.format(limit=_MAX_RECORD_CHARS)))


def dialect_of(file: BinaryIO, encoding: str = "", delimiter: str = "", quote: str = "") -> Dialect:
    """The encoding, delimiter and quote of the file, except where they are given. Rewinds ``file``."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    found = encoding or detect(sample)
    text = sample.decode(found, "replace") if not found.startswith("utf-8") else decode(sample, "cp1252")
    text = text.replace("\0", "")
    if text.lstrip("\ufeff").startswith(_OWN):  # nothing to guess, whatever stands in the cells
        return Dialect(found, delimiter or ",", quote=quote or '"')
    quote = quote or guess_quote(text, delimiter or DELIMITERS)
    return Dialect(found, delimiter or guess_delimiter(text, quote), quote=quote)


def guess_quote(text: str, delimiters: str = DELIMITERS) -> str:
    """The sign around cells: an apostrophe where it stands around many and the usual one around none."""
    around = re.escape(delimiters)
    quoted = {
        sign: len(re.findall(rf"(?:^|[{around}]){sign}[^{sign}\r\n]*+{sign}(?=[{around}\r\n])", text[: 1 << 16], re.M))
        for sign in ("'", '"')
    }
    return "'" if quoted["'"] >= _FEW_QUOTED and not quoted['"'] else '"'


def guess_delimiter(text: str, quote: str = '"') -> str:
    """The delimiter that cuts the sample into the most regular table; a comma where there is one column."""
    declared = _DECLARED.match(text.partition("\n")[0])
    if declared:
        return declared.group(1)
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        score = _regularity(text[: 1 << 17], Dialect("", delimiter, quote=quote))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _regularity(text: str, dialect: Dialect) -> float:
    """The share of records with the commonest number of cells above one; wider tables win a little."""
    if dialect.delimiter not in text:
        return 0.0
    lines = text.splitlines(keepends=True)
    widths: Counter[int] = Counter()
    try:
        for cells in dialect.reader(lines[:-1] or lines):
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
    feed = _Feed(text, problems, dialect)
    try:
        yield from _records(feed, dialect, problems)
    finally:
        text.detach()


def _records(feed: _Feed, dialect: Dialect, problems: list[Problem]) -> Iterator[Record]:
    reader = dialect.reader(feed)
    first = True
    while True:
        feed.begin_record()
        start = feed.number + 1
        closes = True
        try:
            cells = next(reader)
            unclosed = len(feed.pending) > 1 and dialect.quotes(feed.pending) % 2 == 1
        except StopIteration:
            return
        except (_UnclosedQuoteError, csv.Error):
            unclosed, closes = True, False
        if unclosed:
            problems.append(Problem(start, _("A quote is opened in this line and never closed; it was closed here.")))
            cells = _closed(feed.take_back(closes=closes), dialect)
            reader = dialect.reader(feed)
        if start == 1 and _DECLARED.match(dialect.delimiter.join(cells).strip()):
            continue
        joined = "".join(cells)
        if joined and not joined.isspace():
            if len(cells) > MAX_COLUMNS:
                cells = _narrowed(cells, start, first, problems)
            yield Record(start, cells)
            first = False


def _narrowed(cells: list[str], line: int, first: bool, problems: list[Problem]) -> list[str]:
    """The cells that a spreadsheet has room for. A file that begins with more is refused: it is no table."""
    if first:
        raise UserError(
            "sheet_too_wide",
            _("Line {line} has {found} columns. Partnerbook reads tables of at most {limit}."),
            line=line,
            found=len(cells),
            limit=MAX_COLUMNS,
        )
    sentence = _("This row has {found} cells; those after the first {limit} were left out.")
    problems.append(Problem(line, sentence.format(found=len(cells), limit=MAX_COLUMNS)))
    return cells[:MAX_COLUMNS]


def _closed(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line whose last quote is missing."""
    sign = "" if dialect.quote == NO_QUOTE else dialect.quote
    try:
        return next(dialect.reader([line.rstrip("\r\n") + sign]), [])
    except csv.Error:
        return [line.strip()]
