"""A short message over the foot of the window, with what can be done about it, gone after a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui import theme
from ui.actions import plain
from ui.widgets.labels import label

SHOWN_MS = 6000


class Toast(QFrame):
    """Lies over its parent. It waits while the pointer or the focus is on it; a new message takes its place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self._text = label("", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        self._more = QPushButton()
        self._more.clicked.connect(self._act_more)
        self._further: Callable[[], object] | None = None
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(6), theme.px(6), theme.px(6))
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.insertWidget(1, self._more)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._go)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        action: str = "",
        handler: Callable[[], object] | None = None,
        more: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show ``text``; with ``action``, a button that calls ``handler`` and closes the message; ``more`` is another.

        ``more`` is for looking further into what was done, as an import; it stands before the action.
        """
        further, self._further = more or ("", None)
        self._action = handler
        self._text.setText(text)
        for made, words in ((self._button, action), (self._more, further)):
            made.setText(plain(words))
            made.setAccessibleName(words)
            made.setVisible(bool(words))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        """What is said now."""
        return self._text.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        room = over.width() - theme.px(48)
        wide = min(self._text.fontMetrics().horizontalAdvance(self._text.text()) + theme.px(48), theme.px(560), room)
        wide += sum(each.sizeHint().width() for each in (self._button, self._more) if each.isVisibleTo(self))
        wide = min(wide, room)
        high = max(self._row.heightForWidth(wide), self._row.sizeHint().height())
        self.setGeometry((over.width() - wide) // 2, over.height() - high - theme.px(20), wide, high)

    def _act(self) -> None:
        self._close_with(self._action)

    def _act_more(self) -> None:
        self._close_with(self._further)

    def _close_with(self, action: Callable[[], object] | None) -> None:
        self._action = self._further = None
        self.hide()
        if action is not None:
            action()

    def _go(self) -> None:
        if self.underMouse() or self._button.hasFocus() or self._more.hasFocus():
            self._timer.start()
        else:
            self.hide()
