"""Labels. Text that people typed is shown as it is, never as markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.formatting import MINUS
from ui import theme

_LONG_WORD = re.compile(r"\w{24}(?=\w)")


def label(
    text: str = "",
    role: str = "body",
    *,
    tone: str = "",
    wrap: bool = False,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A plain-text label.

    ``role`` is its place in the hierarchy: ``title``, ``heading``, ``figure``, ``bold``, ``body``, ``soft``, ``small``
    or ``caption``; ``tone`` its colour where it means something: ``accent``, ``red``, ``amber``, ``green``.
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


class Elided(QLabel):
    """One line that ends in “…” where there is no room, with the whole text in its tooltip."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()

    def whole(self) -> str:
        return self._whole

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        super().setText(shown)
        self.setAccessibleName(self._whole)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")


class Snug(Elided):
    """A line that is as wide as its text and shrinks before anything beside it does."""

    def __init__(self, role: str, text: str = "") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.whole()) + theme.px(2), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), super().minimumSizeHint().height())


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text`` as typed: Qt would take ``<…>`` for markup."""
    if "<" not in text and "&" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>"


def breakable(text: str) -> str:
    """The text for painting: a word longer than a line may be can break, a minus sign stays with its amount."""
    return _LONG_WORD.sub("\\g<0>\u200b", text).replace(MINUS, f"{MINUS}\u2060")


def restyle(widget: QWidget) -> None:
    """Look again at the style sheet after a property that it asks for has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
