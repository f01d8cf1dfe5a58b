"""The line above the timeline in which a contact is logged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.fields import Line
from ui.widgets.labels import label, restyle

MAX_TEXT = 4000
HINT_FROM = 600
"""The width, in pixels of the design, from which there is room to say what the keys do."""


class LogLine(QFrame):
    """Enter saves what is typed, Tab saves it with a follow-up; with nothing typed, Tab goes on as everywhere."""

    entered = Signal(str)
    follow_up_wanted = Signal(str)
    edited = Signal(str)
    """What stands in the line, after each key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logline")
        self._field = _Field()
        self._field.returned.connect(self._on_returned)
        self._field.tabbed.connect(self.follow_up_wanted)
        self._field.focused.connect(self._on_focused)
        self._field.textEdited.connect(self.edited)
        self.setFocusProxy(self._field)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(theme.px(10), theme.px(7), theme.px(10), theme.px(7))
        self._layout.addWidget(self._field, 1)
        self._hint = label(_("Enter to save · Tab for follow-up"), "soft")
        self._layout.addWidget(self._hint)

    def set_lead(self, widget: QWidget) -> None:
        """Put something in front of the text, such as a choice of the kind of contact."""
        self._layout.insertWidget(0, widget)

    def set_partner(self, name: str) -> None:
        """Say with whom the contact was."""
        self._field.setPlaceholderText(_("Log a call, e-mail, meeting or note with {partner}…").format(partner=name))
        self._field.setAccessibleName(_("Log a contact with {partner}").format(partner=name))

    def text(self) -> str:
        return self._field.text().strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.width() > theme.px(HINT_FROM))

    def set_text(self, text: str) -> None:
        self._field.setText(text)

    def clear(self) -> None:
        """Empty the line for good: undo is then meant for what was logged."""
        self._field.setText("")

    def _on_returned(self) -> None:
        if self.text():
            self.entered.emit(self.text())

    def _on_focused(self, active: bool) -> None:
        self.setProperty("active", active)
        restyle(self)


class _Field(Line):
    returned = Signal()
    tabbed = Signal(str)
    focused = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setFrame(False)
        self.setMaxLength(MAX_TEXT)
        self.returnPressed.connect(self.returned)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Tab and plain and self.text().strip():
                self.tabbed.emit(self.text().strip())
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
