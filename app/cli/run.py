"""Running one command: its words, its book, its answer, its exit status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from app.cli.output import Answer, complain, show
from app.cli.parser import UsageError, build
from app.domain.errors import PartnerbookError, StorageError

_MODULES = {
    "new": "app.cli.books",
    "backup": "app.cli.books",
    "restore": "app.cli.books",
    "check": "app.cli.books",
    "import": "app.cli.importing",
    "export": "app.cli.exporting",
    "search": "app.cli.looking",
    "due": "app.cli.looking",
    "report": "app.cli.documents",
    "payout": "app.cli.documents",
}


def names_command(arguments: Sequence[str]) -> bool:
    """Whether these words are for the command line rather than for the window."""
    if any(word in {"--version", "--help", "-h", "--json"} for word in arguments):
        return True
    skip = False
    for word in arguments:
        if skip:
            skip = False
        elif word == "--file":
            skip = True
        elif not word.startswith("--file=") and word != "--demo":
            return True
    return False


def main(arguments: Sequence[str]) -> int:
    """Run the command in ``arguments``; returns 0 when done, 1 when it could not be done, 2 for wrong usage."""
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter gets its number instead
            stream.reconfigure(errors="backslashreplace")
    try:
        answer = _run(build().parse_args(list(arguments)))
        show(answer, as_json)
        sys.stdout.flush()
    except UsageError as error:
        complain("usage", f"{error}. Try --help.", as_json)
        return 2
    except PartnerbookError as error:
        complain(error.code, str(error), as_json)
        return 1
    except KeyboardInterrupt:
        complain("stopped", "Stopped. Nothing was left half done.", as_json)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone; what was to be written to the book is written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        reason = error.strerror or str(error)
        complain("system", f"{error.filename}: {reason}" if error.filename else reason, as_json)
        return 1
    except MemoryError:
        complain("memory", "There is not enough memory for this. Nothing was changed.", as_json)
        return 1
    return 0 if answer.ok else 1


def _run(options: Namespace) -> Answer:
    options.book = _book(options)
    if options.version:
        from app.cli.looking import version

        return version(options)
    if options.command is None:
        raise UsageError("no command was given")
    module = import_module(_MODULES[options.command])
    answer = getattr(module, options.command if options.command != "import" else "import_")(options)
    if not isinstance(answer, Answer):
        raise TypeError(f"{options.command} gave no answer")
    return answer


def _book(options: Namespace) -> Path:
    from app.persistence.store import default_path

    book: Path = getattr(options, "file", None) or default_path()
    if book.is_dir():
        raise StorageError("book_is_folder", "“{path}” is a folder, not a book.", path=str(book))
    return book
