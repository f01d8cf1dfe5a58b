"""Starting the window: the look, the book, the pages. ``main.py`` says how a book is opened."""

from __future__ import annotations

import sys
from pathlib import Path

from app.domain.errors import PartnerbookError
from app.i18n import _
from ui import theme
from ui.pages import FIRST, commands, equip, pages
from ui.program import OpenBook, Program

SWITCH_S = 0.0005
"""How long a worker thread may keep the interpreter while the window waits for it; Python's own 5 ms, taken many times
in one picture, is seen as a hitch."""


def run(path: Path, open_book: OpenBook) -> int:
    """Show the book at ``path``, made where there is none, until the window is closed; the exit status."""
    sys.setswitchinterval(SWITCH_S)
    app = theme.start(sys.argv[:1])
    app.setApplicationName("Partnerbook")
    app.setQuitOnLastWindowClosed(False)
    program = Program(open_book, pages, FIRST, commands(), equip)
    try:
        program.open(path, create=True)
    except PartnerbookError as error:
        sys.stderr.write(f"{error}\n")
        refuse(str(error))
        return 1
    return app.exec()


def refuse(sentence: str) -> None:
    """Say why there is no window, and wait until it was read."""
    from ui.widgets.buttons import button
    from ui.widgets.messages import Message

    message = Message(_("The book was not opened"), sentence)
    message.add_button(button(_("Close"), message.accept), default=True)
    message.exec()
