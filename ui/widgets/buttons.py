"""Buttons in the few kinds there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.actions import plain
from ui.widgets.labels import plain_tip
from ui.widgets.push import Button


def button(
    text: str,
    handler: Callable[[], object] | None = None,
    kind: str = "",
    *,
    name: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A button saying ``text``; ``&`` in it is only an ampersand.

    ``kind``: ``primary`` (the one next step), ``small`` (in rows), ``link``, ``menu``, ``fold`` (a heading that opens
    what is below it), ``danger``, or plain. ``name`` is what a screen reader says where the text alone would not do
    (“Done: send landing-page copy”).
    """
    made = Button(plain(text), parent)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    if handler is not None:
        made.clicked.connect(handler)
    return made


class Link(Button):
    """A link that says something of any length: it ends in “…” where there is no room, the whole is in its tooltip."""

    def __init__(self, handler: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.clicked.connect(handler)

    def show_text(self, text: str, name: str) -> None:
        """Say ``text``; a screen reader says ``name``."""
        self._whole = text
        self.setText(plain(text))
        self.setAccessibleName(name)
        self._fit()

    def sizeHint(self) -> QSize:
        around = self._around()
        wide = self.fontMetrics().horizontalAdvance(self._whole) + theme.px(2)  # widths are rounded down
        return QSize(wide + around, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _around(self) -> int:
        """The room that the style keeps beside the text."""
        self.ensurePolished()
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))

    def _fit(self) -> None:
        room = max(self.width() - self._around(), theme.px(20))
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(plain(shown))
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")
