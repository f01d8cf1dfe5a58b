"""Small dialogs with a form: a heading, fields, what is wrong in a sentence, and one button that does it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import PartnerbookError
from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.day_field import check_days
from ui.widgets.labels import breakable, label
from ui.widgets.suggest import Suggest

SIDE_BY_SIDE = 720
"""Pixels of the design under which what stands beside a form goes below it."""

_MARGIN = 32


class FormDialog(QDialog):
    """A form over the window. A subclass adds rows and writes ``save``, which ends in ``accept`` or ``refuse``.

    Enter saves, Ctrl+Enter also from a field of several lines; Escape leaves everything as it was.
    """

    def __init__(
        self, heading: str, does: str, parent: QWidget | None = None, *, width: int = 460, kind: str = "primary"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.setMinimumWidth(theme.px(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        self._heading = label(breakable(heading), "title", wrap=True)
        outer.addWidget(self._heading)
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.px(10))
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(theme.px(18))
        self._middle.addWidget(self._scrolling(self._body), 3)
        outer.addLayout(self._middle, 1)
        self._kept = QVBoxLayout()
        self._kept.setSpacing(theme.px(6))
        outer.addLayout(self._kept)
        self._grid: QGridLayout | None = None
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        outer.addWidget(self._trouble)
        self._does = button(does, self._try, kind)
        self._does.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self._does)
        outer.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._try)

    def _scrolling(self, body: QLayout) -> QScrollArea:
        """The form scrolls where the window is low; the heading and the buttons stay."""
        inner = QWidget()
        inner.setObjectName("content")
        inner.setLayout(body)
        body.setContentsMargins(0, 0, theme.px(4), 0)
        self._area = _Area()
        self._area.setWidget(inner)
        return self._area

    def say(self, text: str, role: str = "soft") -> QLabel:
        """A paragraph below what is there."""
        self._grid = None
        made = label(text, role, wrap=True)
        self._body.addWidget(made)
        return made

    def add(self, what: QWidget | QLayout) -> None:
        """A widget or layout over the whole width, below what is there."""
        self._grid = None
        if isinstance(what, QWidget):
            self._body.addWidget(what)
        else:
            self._body.addLayout(what)

    def add_left(self, what: QWidget) -> None:
        """A widget of its own width at the left, below what is there."""
        self._grid = None
        self._body.addWidget(what, 0, Qt.AlignmentFlag.AlignLeft)

    def beside(self, what: QWidget) -> None:
        """A widget at the right of the form; below it where the dialog is narrow."""
        self._middle.addWidget(what, 2)

    def keep(self, what: QWidget) -> None:
        """A widget below the form that stays in sight where the form scrolls."""
        self._kept.addWidget(what)

    def row(self, words: str, field: QWidget) -> QLabel:
        """A field with its words at the left; they are its accessible name too."""
        rows = self._rows()
        made = label(words, "soft", wrap=True)
        made.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        index = rows.rowCount()
        rows.addWidget(made, index, 0, *beside(made, field))
        rows.addWidget(field, index, 1)
        return made

    def heading(self, words: str) -> None:
        """A heading over the rows that follow; they stay in line with those above."""
        rows = self._rows()
        made = label(words, "heading")
        made.setContentsMargins(0, theme.px(10), 0, 0)
        rows.addWidget(made, rows.rowCount(), 0, 1, 2)

    def _rows(self) -> QGridLayout:
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setColumnStretch(1, 1)
            self._grid.setColumnMinimumWidth(0, theme.px(104))
            self._grid.setHorizontalSpacing(theme.px(12))
            self._grid.setVerticalSpacing(theme.px(8))
            self._body.addLayout(self._grid)
        return self._grid

    def fit(self) -> None:
        """Take the height that the form needs now."""
        self._take_height()
        # What was just shown or hidden in the form is laid out only with the next turn of the event loop.
        QTimer.singleShot(0, self, self._take_height)

    @Slot()
    def _take_height(self) -> None:
        outer = self.layout()
        if outer is not None:
            outer.activate()  # layouts within layouts would otherwise still answer for what was said before
        self._area.updateGeometry()
        self.adjustSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(SIDE_BY_SIDE)
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_place(self, place: QWidget) -> None:
        """Scroll the form to a place in it."""
        self._area.ensureWidgetVisible(place)

    def allow(self, allowed: bool) -> None:
        """Whether the button that does it can be pressed."""
        self._does.setEnabled(allowed)

    def save(self) -> None:
        """Do it. A ``UserError`` raised here is shown in the dialog."""
        raise NotImplementedError

    @Slot(object)
    def refuse(self, error: object) -> None:
        """Say what is wrong and let the person go on."""
        self._trouble.setText(str(error))
        self._trouble.setVisible(bool(str(error)))
        self.allow(True)
        self.fit()

    def _try(self) -> None:
        if not self._does.isEnabled():
            return
        self._trouble.hide()
        self.allow(False)
        try:
            check_days(self)
            self.save()
        except PartnerbookError as error:
            self.refuse(error)


def beside(words: QLabel, field: QWidget) -> tuple[Qt.AlignmentFlag, ...]:
    """How the words stand beside their field: at the first line of one that is or becomes higher than a line."""
    if not isinstance(field, QPlainTextEdit | Suggest):
        return ()
    words.setContentsMargins(0, theme.px(7), 0, 0)
    return (Qt.AlignmentFlag.AlignTop,)


def room_over(parent: QWidget | None, width: int, height: int) -> QSize:
    """The size of a dialog that wants so many pixels of the design, within the window that it stands over."""
    wanted = QSize(theme.px(width), theme.px(height))
    if parent is None:
        return wanted
    margin = theme.px(_MARGIN)
    return wanted.boundedTo(parent.window().size() - QSize(margin, margin))


class _Area(QScrollArea):
    """As high as what is in it, where the screen has room."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        layout = inner.layout() if inner else None
        if layout is None:
            return super().sizeHint()
        width = max(layout.sizeHint().width(), self.width() if self.isVisible() else theme.px(400))
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        return QSize(width, min(height, theme.px(560)) + 2)
