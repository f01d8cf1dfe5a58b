"""What can be done with the partner in front, beside what its card offers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.partners import Status
from app.i18n import _
from ui import names


class PartnerMenu(QMenu):
    """The menu behind “⋯”. Its keys work wherever the focus is on the page ``parent``.

    They are no letters: in the list, letters go to the names that begin with them.
    """

    edit_wanted = Signal()
    terms_wanted = Signal()
    referral_wanted = Signal()
    given_wanted = Signal()
    picture_wanted = Signal()
    no_picture_wanted = Signal()
    status_wanted = Signal(object)
    merge_wanted = Signal()
    delete_wanted = Signal()
    motion_chosen = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self._add(_("Edit…"), self.edit_wanted.emit, "F2")
        self._add(_("Agree terms…"), self.terms_wanted.emit, "Ctrl+T")
        self.addAction(_("Log a referral…"), self.referral_wanted.emit)
        self.addAction(_("Log a referral you gave…"), self.given_wanted.emit)
        self.addAction(_("Picture…"), self.picture_wanted.emit)
        self._no_picture = self.addAction(_("Remove picture"), self.no_picture_wanted.emit)
        self._no_picture.setEnabled(False)
        self._states = self.addMenu(_("Status"))
        self._group = QActionGroup(self)
        self._actions: dict[Status, QAction] = {}
        for status in Status:
            action = self._states.addAction(names.status(status))
            action.setCheckable(True)
            action.setData(status.value)
            self._group.addAction(action)
            self._actions[status] = action
        self._group.triggered.connect(self._on_status)
        self.addSeparator()
        self._motion = self.addAction(_("Flip cards with a motion"))
        self._motion.setCheckable(True)
        self._motion.setChecked(True)
        self._motion.toggled.connect(self.motion_chosen)
        self.addSeparator()
        self.addAction(_("Merge with another…"), self.merge_wanted.emit)
        self._add(_("Delete…"), self.delete_wanted.emit, "Ctrl+Del")

    def _add(self, words: str, handler: Callable[[], object], keys: str) -> None:
        action = self.addAction(words, handler)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(action)

    def show_status(self, status: Status) -> None:
        """Tick the status of the partner in front."""
        self._actions[status].setChecked(True)

    def show_picture(self, is_there: bool) -> None:
        """Whether the partner in front has a picture that could be removed."""
        self._no_picture.setEnabled(is_there)

    def set_motion(self, motion: bool) -> None:
        self._motion.setChecked(motion)

    def _on_status(self, action: QAction) -> None:
        self.status_wanted.emit(Status(action.data()))
