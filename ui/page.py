"""A page: one of the screens of the window. It says which tables it shows and refreshes when they changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.after_paint import after_paint, in_steps
from ui.desk import Desk


class Page(QWidget):
    """Base of every page. A subclass sets ``shows`` and writes ``refresh``.

    A page that is not visible when its tables change becomes ``stale`` and refreshes when it is shown next; a new
    page is stale from the start.
    """

    shows: ClassVar[frozenset[str]] = frozenset()
    """Names of the tables whose rows are on the page."""
    open_requested = Signal(str, object)
    """Show what has this kind and id elsewhere: (“partner”, 7), (“referral”, 12), or (“page”, “commissions”)."""
    said = Signal(str)
    """A short message for the foot of the window."""
    back_requested = Signal()
    """Go back to the page from which a record was opened here."""
    done = Signal(str)
    """The same about a write that was just made: the message offers to undo it."""
    completed = Signal()
    """The page has been painted, and everything on it made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.stale = True
        self.is_complete = self._is_painted = False
        desk.changed.connect(self._on_changed)

    @property
    def title(self) -> str:
        """The name of the page in the words of the user."""
        return self.accessibleName()

    def refresh(self) -> None:
        """Ask for everything on the page again."""
        raise NotImplementedError

    def complete(self) -> Iterator[None]:
        """Make what the first picture does without, in steps that each take less than a blink; none for most pages."""
        yield from ()

    def state(self) -> dict[str, Any]:
        """What to remember until the next start, as plain JSON values."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up a remembered ``state``; whatever no longer fits is left out."""

    def open_record(self, record: int) -> None:
        """Show the record of this page with this id; pages without records need not answer."""

    def focus_search(self, text: str) -> None:
        """Look for ``text``; only the page that the search field belongs to answers."""

    def focus_first(self) -> None:
        """Put the focus where one begins to work: on the first list, where there is one."""
        lists = [each for each in self.findChildren(QAbstractItemView) if each.isVisibleTo(self)]
        if lists:
            lists[0].setFocus()
        else:
            self.focusNextChild()

    def refresh_if_stale(self) -> None:
        if self.stale:
            self.stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_if_stale()
        if not self._is_painted:
            self._is_painted = True
            after_paint(self, self._complete)

    def _complete(self) -> None:
        in_steps(self, self.complete(), self._on_complete)

    def _on_complete(self) -> None:
        self.is_complete = True
        self.completed.emit()

    @Slot(object)
    def _on_changed(self, touched: Any) -> None:
        if touched.tables & self.shows:
            self.stale = True
            if self.isVisible():
                self.refresh_if_stale()
