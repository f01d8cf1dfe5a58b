"""What a command answers: lines for people, or exactly one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a command: ``lines`` for people, ``data`` for scripts; ``ok`` false gives exit status 1."""

    lines: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    ok: bool = True


def show(answer: Answer, as_json: bool) -> None:
    """Print an answer on standard output."""
    if as_json:
        print(json.dumps({"ok": answer.ok, **answer.data}, ensure_ascii=True))
    else:
        for line in answer.lines:
            print(line)


def complain(code: str, message: str, as_json: bool) -> None:
    """Print why it could not be done: one JSON object on standard output, or one line on standard error."""
    if as_json:
        print(json.dumps({"ok": False, "error": {"code": code, "message": message}}, ensure_ascii=True))
    else:
        print(" ".join(message.split()), file=sys.stderr)


def progress_bar(what: str) -> Callable[[int, int], None]:
    """A progress bar on standard error when that is a terminal; otherwise nothing is shown."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def draw(done: int, total: int) -> None:
        width = 30
        filled = width * done // total if total else 0
        end = "\n" if total and done >= total else ""
        print(f"\r{what} [{'#' * filled}{'.' * (width - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)

    return draw
