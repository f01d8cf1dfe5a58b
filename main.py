"""Partnerbook. Without a command it opens the window; with one it works without a window (see ``--help``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.persistence.store import Store

WITHOUT = "Everything on the command line works without one: see “main.py --help”."


def main() -> int:
    """Do what the words on the command line ask for; the exit status."""
    words = sys.argv[1:]
    if words:
        from app.cli import main as command_line
        from app.cli import names_command

        if names_command(words):
            return command_line(words)
    return show_window(words)


def show_window(words: list[str]) -> int:
    """Open the window on the book that ``words`` name (``--file BOOK``, ``--demo``), or on the user's own."""
    from app.persistence.store import default_path

    trouble = no_display()
    if trouble:
        sys.stderr.write(f"{trouble} {WITHOUT}\n")
        return 1
    try:
        from ui.quick_imports import spare_reading

        spare_reading()
        from ui.__main__ import run
    except ImportError as error:
        sys.stderr.write(f"The window cannot be opened: {error}. {WITHOUT}\n")
        return 1
    if "--demo" in words:
        return demo()
    return run(named_book(words) or default_path(), open_book)


def named_book(words: list[str]) -> Path | None:
    """The book after ``--file``."""
    for number, word in enumerate(words):
        if word.startswith("--file="):
            return Path(word.removeprefix("--file="))
        if word == "--file" and number + 1 < len(words):
            return Path(words[number + 1])
    return None


def open_book(path: Path, create: bool) -> Store:
    """The book at ``path`` for the window, as its one writer."""
    from app.persistence.store import Store

    return Store.open(path, create=create)


def demo() -> int:
    """The window on a sample book that is thrown away afterwards."""
    import tempfile

    from app.operations import sample
    from ui.__main__ import run

    with tempfile.TemporaryDirectory(prefix="partnerbook-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "Demo.partnerbook"
        store = open_book(path, create=True)
        try:
            sample.fill(store)
        finally:
            store.close()
        return run(path, open_book)


def no_display() -> str:
    """Why no window can be shown here, or nothing. Qt itself would end the program without a word to act on."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "There is no display to open a window on."
    import ctypes
    from contextlib import suppress

    with suppress(OSError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
        refused = xcb.xcb_connection_has_error(connection)
        xcb.xcb_disconnect(connection)
        if refused:
            return f"The display {display} does not answer, so no window can be opened."
    return ""


if __name__ == "__main__":
    sys.exit(main())
