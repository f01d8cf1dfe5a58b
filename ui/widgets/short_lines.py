"""A text of a few lines at most: it wraps, in the middle of a word where it must, and ends in “…” at the last."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.widgets.labels import plain_tip


class ShortLines(QLabel):
    """Plain text in at most ``most`` lines, whatever its length; the whole is in its tooltip where it was cut."""

    def __init__(self, text: str = "", most: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole, self._most = "", most
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.fit()

    def set_most(self, most: int) -> None:
        """Use so many lines at most from now on."""
        if most != self._most:
            self._most = most
            self.fit()

    def whole(self) -> str:
        """All of the text."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Break the text anew, after its width or its font has changed."""
        self.ensurePolished()
        shown = "\n".join(self._broken(max(self.width(), 1)))
        if shown != super().text():
            super().setText(shown)
        self.setAccessibleName(self._whole)
        cut = shown.endswith("…") and not self._whole.endswith("…")
        self.setToolTip(plain_tip(self._whole) if cut else "")

    def _broken(self, width: int) -> list[str]:
        layout = QTextLayout(self._whole, self.font())
        layout.setTextOption(_wrapping())
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            if len(lines) + 1 == self._most:
                rest = self._whole[start:]
                lines.append(self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width))
                break
            lines.append(self._whole[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return lines


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
