"""Chips: filters with the number of what they let through, one of them in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from ui import theme
from ui.widgets.flow import FlowLayout
from ui.widgets.paint import focus_frame, rounded


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: ``count`` stands beside its words, where there is one."""

    key: str
    text: str
    count: str = ""


class Chips(QWidget):
    """A line of chips that wraps. ``chosen`` tells which was pressed."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader calls the group."""
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = FlowLayout(self, gap=theme.px(6), line_gap=theme.px(6))
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._chips: dict[str, ChipButton] = {}

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these filters; those already there keep their place and get the new numbers."""
        for chip in chips:
            if chip.key not in self._chips:
                made = ChipButton(chip.key, checkable=True)
                self._chips[chip.key] = made
                self._group.addButton(made)
                self._layout.addWidget(made)
            self._chips[chip.key].set_text(chip.text, chip.count)

    def add_button(self, button: QWidget) -> None:
        """Put something else at the end of the line (“+ Filter”)."""
        self._layout.addWidget(button)

    def set_current(self, key: str) -> None:
        self._chips[key].setChecked(True)

    def current(self) -> str:
        """The key of the chip in force, or nothing."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def focus_current(self) -> None:
        """Put the focus on the chip in force."""
        chip = self._group.checkedButton()
        if chip is not None:
            chip.setFocus()

    def _on_clicked(self, chip: QAbstractButton) -> None:
        if isinstance(chip, ChipButton):
            self.chosen.emit(chip.key)


class ChipButton(QAbstractButton):
    """One chip. Not checkable, it is a small round-edged button that does something."""

    def __init__(self, key: str = "", text: str = "", *, checkable: bool = False) -> None:
        super().__init__()
        self.key = key
        self._shown = ""
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_text(text)

    def set_text(self, text: str, count: str = "") -> None:
        shown = f"{text} {count}" if count else text
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(shown)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font(11.5)).horizontalAdvance(self._shown)
        return QSize(width + theme.px(20), theme.px(21))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = box.height() / 2
        on = self.isChecked()
        ground = "accent_ground" if on else "card" if self.underMouse() else ""
        rounded(painter, box, ground, "accent_ground" if on else "line", radius)
        if self.hasFocus():
            focus_frame(painter, box, radius)
        painter.setFont(theme.font(11.5))
        painter.setPen(theme.colour("accent" if on else "soft"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._shown)
