"""The words of the command line. They are a contract: see ``docs/command-line.md``."""

from __future__ import annotations

import argparse
import codecs
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

REPORTS = (
    "commissions",
    "statement",
    "kit",
    "agreement",
    "funnel",
    "leaderboard",
    "certificate",
    "followups",
    "cards",
    "labels",
    "year",
)


class UsageError(Exception):
    """The words given are no command; ``args[0]`` says what is wrong with them."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date such as 2026-11-23") from None


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of things")
    return number


def build() -> argparse.ArgumentParser:
    """The parser for everything that follows the program's name."""
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
    common.add_argument(
        "--file", type=Path, metavar="BOOK", default=argparse.SUPPRESS, help="the book (default: your own)"
    )
    parser = _Parser(
        prog="partnerbook",
        parents=[common],
        description="Partnerbook keeps your referral partners. Without a command it opens its window.",
    )
    parser.add_argument("--version", action="store_true", help="versions of the program and what it stands on")
    parser.add_argument("--demo", action="store_true", help="open the window on a throw-away book with sample data")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    _creating(command("new", "Create a book."))
    _importing(command("import", "Read contacts, referrals or sales from a file."))
    _exporting(command("export", "Write the book, or one kind of record, to a file."))
    searching = command("search", "Find partners, people, referrals and notes.")
    searching.add_argument("text", nargs="+", metavar="TEXT")
    searching.add_argument("--limit", type=_count, default=20)
    due = command("due", "What is due: follow-ups, partners going quiet, commissions to pay.")
    due.add_argument("--on", type=_day, metavar="DATE", help="as of another day")
    _reporting(command("report", "Write a report as a PDF."))
    payout = command("payout", "Pay what is payable: record the payouts and issue the statements.")
    payout.add_argument("--until", type=_day, metavar="DATE", help="what became payable up to this day")
    payout.add_argument("--dry-run", action="store_true", help="say what would be paid and change nothing")
    backup = command("backup", "Make a verified copy of the book.")
    backup.add_argument("target", nargs="?", type=Path)
    backup.add_argument("--overwrite", action="store_true", help="replace an existing file")
    command("restore", "Go back to a backup, keeping what it replaces.").add_argument("backup", type=Path)
    command("check", "Check that the file is whole and the money ties out.")
    return parser


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text) <= 9999):
        raise argparse.ArgumentTypeError(f"“{text}” is not a year")
    return int(text)


def _creating(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", action="store_true", help="fill it with sample data")
    parser.add_argument("--seed", type=_count, default=1, help="the same seed gives the same sample")
    parser.add_argument("--partners", type=_count, default=60, metavar="N", help="how many partners the sample has")


_DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_NO_FILES: Final = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf_7"})
"""Encodings that Python knows and in which nobody writes a table."""


def _encoding(text: str) -> str:
    try:
        "".encode(text)
        known = codecs.lookup(text).name.replace("-", "_") not in _NO_FILES
    except (LookupError, ValueError):
        known = False
    if not known:
        raise argparse.ArgumentTypeError(f"“{text}” is no encoding that is known")
    return text


def _delimiter(text: str) -> str:
    sign = _DELIMITERS.get(text, text)
    if len(sign) != 1 or sign in "\"'\r\n":
        raise argparse.ArgumentTypeError(f"“{text}” cannot stand between cells")
    return sign


def _importing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help=".csv .tsv .xlsx .vcf, or a whole book as .json")
    parser.add_argument("--kind", choices=("partners", "referrals", "sales"))
    parser.add_argument("--preset", metavar="NAME", help="the program that wrote the file, or a saved mapping")
    parser.add_argument("--encoding", type=_encoding, metavar="NAME", help="of the letters, such as utf-8 or cp1252")
    parser.add_argument("--delimiter", type=_delimiter, metavar="SIGN", help="comma, semicolon, tab, bar or a sign")
    parser.add_argument("--quote", choices=("double", "single", "none"), help="the sign around cells")
    parser.add_argument("--decimal", choices=("point", "comma"), help="the sign before the decimals of amounts")
    parser.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="the order of day, month and year")
    parser.add_argument("--on-duplicate", choices=("merge", "skip", "add"), default="merge")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")


def _exporting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="TARGET", help="by the ending: .csv .xlsx .vcf .ics .json")
    parser.add_argument(
        "--what",
        choices=("partners", "people", "referrals", "commissions", "communications", "reminders", "year", "everything"),
    )
    parser.add_argument("--year", type=_year, metavar="YEAR", help="whose totals --what year has (default: this one)")
    parser.add_argument("--filter", metavar="NAME", help="only the partners who fit a saved filter, or their people")
    parser.add_argument("--vcard", choices=("3.0", "4.0"), default="4.0", help="the version of contact cards")
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")


def _reporting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=REPORTS, metavar="KIND", help=", ".join(REPORTS))
    parser.add_argument("target", type=Path, metavar="TARGET.pdf")
    parser.add_argument("--partner", metavar="CODE")
    parser.add_argument("--from", dest="first", type=_day, metavar="DATE")
    parser.add_argument("--to", dest="last", type=_day, metavar="DATE")
    parser.add_argument("--paper", choices=("a4", "letter"))
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")
