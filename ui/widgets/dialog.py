"""Small dialogs with a form: a heading, fields, what is wrong in a sentence, and one button that does it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import PartnerbookError
from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label


class FormDialog(QDialog):
    """A form over the window. A subclass adds rows and writes ``save``, which ends in ``accept`` or ``refuse``.

    Enter saves, Ctrl+Enter also from a field of several lines; Escape leaves everything as it was.
    """

    def __init__(self, heading: str, does: str, parent: QWidget | None = None, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.setMinimumWidth(theme.px(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        self._heading = label(heading, "title", wrap=True)
        outer.addWidget(self._heading)
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.px(10))
        outer.addWidget(self._scrolling(self._body), 1)
        self._kept = QVBoxLayout()
        self._kept.setSpacing(theme.px(6))
        outer.addLayout(self._kept)
        self._grid: QGridLayout | None = None
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        outer.addWidget(self._trouble)
        self._does = button(does, self._try, "primary")
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

    def keep(self, what: QWidget) -> None:
        """A widget below the form that stays in sight where the form scrolls."""
        self._kept.addWidget(what)

    def row(self, words: str, field: QWidget) -> QLabel:
        """A field with its words at the left; they are its accessible name too."""
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setColumnStretch(1, 1)
            self._grid.setColumnMinimumWidth(0, theme.px(104))
            self._grid.setHorizontalSpacing(theme.px(12))
            self._grid.setVerticalSpacing(theme.px(8))
            self._body.addLayout(self._grid)
        made = label(words, "soft", wrap=True)
        made.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        index = self._grid.rowCount()
        self._grid.addWidget(made, index, 0)
        self._grid.addWidget(field, index, 1)
        return made

    def fit(self) -> None:
        """Take the height that the form needs now."""
        outer = self.layout()
        if outer is not None:
            outer.activate()  # layouts within layouts would otherwise still answer for what was said before
        self._area.updateGeometry()
        self.adjustSize()

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
            self.save()
        except PartnerbookError as error:
            self.refuse(error)


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
