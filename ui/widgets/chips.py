"""Chips: filters with the number of what they let through, one of them in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent
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
    menu_wanted = Signal(str, object)
    """A chip, and the point of the screen where its menu is wanted."""

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
        self._buttons: list[QWidget] = []

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these filters; those already there keep their place and get the new numbers."""
        self._show(list(dict.fromkeys([*self._chips, *(chip.key for chip in chips)])), chips)

    def show_only(self, chips: Sequence[Chip]) -> None:
        """Show these filters in this order and no others."""
        self._show([chip.key for chip in chips], chips)

    def _show(self, keys: list[str], chips: Sequence[Chip]) -> None:
        if keys != list(self._chips):
            self._place(keys)
        for chip in chips:
            self._chips[chip.key].set_text(chip.text, chip.count)

    def _place(self, keys: Sequence[str]) -> None:
        """Make the chips that are missing, take away the others, and put all in line before the buttons."""
        before, self._chips = self._chips, {key: self._chips.get(key) or self._make(key) for key in keys}
        for key, chip in before.items():
            self._layout.removeWidget(chip)
            if key not in self._chips:
                self._group.removeButton(chip)
                chip.hide()
                chip.deleteLater()
        for button in self._buttons:
            self._layout.removeWidget(button)
        for each in (*self._chips.values(), *self._buttons):
            self._layout.addWidget(each)
        if before:
            from ui.widgets.tab_order import follow_layout

            follow_layout(self)
        self.updateGeometry()

    def _make(self, key: str) -> ChipButton:
        made = ChipButton(key, checkable=True)
        made.menu_wanted.connect(self.menu_wanted)
        self._group.addButton(made)
        return made

    def add_button(self, button: QWidget) -> None:
        """Put something else at the end of the line (“+ Filter”)."""
        self._buttons.append(button)
        self._layout.addWidget(button)

    def set_current(self, key: str) -> None:
        """Put this chip in force, without a word."""
        self._chips[key].setChecked(True)

    def keys(self) -> list[str]:
        """The chips there are, from left to right."""
        return list(self._chips)

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

    menu_wanted = Signal(str, object)

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.key, event.globalPos())

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
