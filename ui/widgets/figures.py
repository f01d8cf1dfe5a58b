"""Key figures and columns of facts: what the front of a card answers in one glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import Snug, label, restyle
from ui.widgets.paint import rounded
from ui.widgets.short_lines import ShortLines


class KeyFigure(QWidget):
    """A large figure over what it counts, with a smaller remark beside it (“5 42% / won”)."""

    def __init__(self, caption: str, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = label(value, "figure")
        self._remark = label("", "small")
        self._caption = label(caption, "caption", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(theme.px(5))
        top.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._remark, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        layout.addLayout(top)
        layout.addWidget(self._caption)

    def show_figure(self, value: str, caption: str = "", *, remark: str = "", tone: str = "") -> None:
        """Show another value; ``caption`` empty keeps the one there is. ``tone`` as for labels."""
        self._value.setText(value)
        self._remark.setText(remark)
        if caption:
            self._caption.setText(caption)
        if self._value.property("tone") != tone:
            self._value.setProperty("tone", tone)
            restyle(self._value)
        self.setAccessibleName(" ".join(part for part in (value, remark, self._caption.text()) if part))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a column of facts; ``tone`` and ``strong`` where it wants attention."""

    text: str
    tone: str = ""
    strong: bool = False


class FactColumn(QWidget):
    """A caption (“REACH”) over facts of a line or two, that can be selected and copied."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Snug("caption", caption)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))
        self._layout.addWidget(self._caption)
        self._layout.addStretch(1)
        self._lines: list[ShortLines] = []
        self._most = 2

    def set_lines(self, most: int) -> None:
        """Give each fact so many lines at most."""
        self._most = most
        for line in self._lines:
            line.set_most(most)

    def show_facts(self, facts: Sequence[Fact], caption: str = "") -> None:
        """Show these lines, and another caption if given."""
        if caption:
            self._caption.setText(caption)
        while len(self._lines) < len(facts):
            made = ShortLines(most=self._most)
            self._lines.append(made)
            self._layout.insertWidget(self._layout.count() - 1, made)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(facts))
            if at < len(facts):
                line.setText(facts[at].text)
                look = (facts[at].tone, facts[at].strong)
                if (line.property("tone") or "", bool(line.property("strong"))) != look:
                    line.setProperty("tone", look[0])
                    line.setProperty("strong", look[1])
                    restyle(line)
                    line.fit()


class Initials(QWidget):
    """The square with the first letters of a name, or with a picture in their place."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._picture: QImage | None = None
        self.setFixedSize(theme.px(40), theme.px(52))

    def show_initials(self, text: str) -> None:
        self._text = text
        self.update()

    def show_picture(self, picture: QImage | None, name: str) -> None:
        """Show a picture that a screen reader calls ``name``; none brings the letters back."""
        self._picture = picture
        self.setAccessibleName(name if picture is not None else "")
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(40 if self._picture is None else 52), theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture is not None:
            self._paint_picture(painter, self._picture)
            return
        rounded(painter, QRectF(self.rect()), "accent_ground", "", theme.px(8))
        painter.setFont(theme.font(17, theme.BOLD))
        painter.setPen(theme.colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        """A photo fills the square; what is much wider or higher, as logos are, is seen whole."""
        box = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(box, theme.px(8), theme.px(8))
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = QSizeF(picture.size())
        is_square = FILLS_FROM <= size.width() / size.height() <= 1 / FILLS_FROM and not picture.hasAlphaChannel()
        how = Qt.AspectRatioMode.KeepAspectRatioByExpanding if is_square else Qt.AspectRatioMode.KeepAspectRatio
        if not is_square:
            painter.fillRect(box, Qt.GlobalColor.white)  # logos are made for paper
        shown = QRectF(QPointF(), size.scaled(box.size(), how))
        shown.moveCenter(box.center())
        painter.drawImage(shown, picture)


FILLS_FROM = 0.6
"""The proportion of sides from which a picture is a photo that may lose its margins."""


def initials_of(name: str) -> str:
    """Two capitals for a name: of its first two words, or of its only one (“Harbor IT” → “HI”)."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = words[0][:1] + words[1][:1] if len(words) > 1 else "".join(words)[:2]
    return letters.upper()
