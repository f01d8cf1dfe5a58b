"""Fields of forms that hold a value of the field's own kind: a day, an amount, one of a few choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from app.domain.money import CURRENCIES, Money
from app.formatting import typed
from app.i18n import _
from ui import theme
from ui.widgets.labels import restyle

MAX_LINE = 1000
NARROWEST, WIDEST = 160, 320
"""How wide a field for one of several choices is at least and at most where the choices are long."""


class Line(QLineEdit):
    """A field of one line. Undo and redo are its own while it has anything to undo, and then those of the window."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)


def line(text: str = "", *, hint: str = "", name: str = "") -> QLineEdit:
    """A field of one line; ``hint`` stands in it while it is empty."""
    made = Line(text)
    made.setMaxLength(MAX_LINE)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    made.setCursorPosition(0)
    return made


def lines(text: str = "", *, hint: str = "", rows: int = 3, name: str = "") -> QPlainTextEdit:
    """A field of several lines, ``rows`` of which are seen. Tab leaves it."""
    made = QPlainTextEdit(text)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * rows + theme.px(18))
    return made


class Choice(QComboBox):
    """One of a few values, each under its words. ``picked`` tells the new value."""

    picked = Signal(object)

    def __init__(self, values: Iterable[tuple[Any, str]], value: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Any] = []
        for each, words in values:
            self._values.append(each)
            self.addItem(words)
        self._told = False
        self.set_value(value)
        self.activated.connect(self._tell)

    def minimumSizeHint(self) -> QSize:
        """A long choice does not make a form wider than its window."""
        return super().minimumSizeHint().boundedTo(QSize(theme.px(NARROWEST), 10_000))

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(QSize(theme.px(WIDEST), 10_000))

    def add(self, value: Any, words: str) -> None:
        """Offer one more value, unless it is offered already."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(words)

    def offer(self, values: Iterable[tuple[Any, str]]) -> None:
        """Offer these values instead, without a word."""
        self._values.clear()
        self.clear()
        for each, words in values:
            self.add(each, words)

    def value(self) -> Any:
        """The value chosen; none when there is nothing to choose from."""
        return self._values[self.currentIndex()] if self._values else None

    def set_value(self, value: Any) -> None:
        """Choose ``value``; the first where it is not among them."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def let_shrink(self) -> None:
        """Be narrower than the longest choice where there is little room; the list still shows it whole."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.view().setTextElideMode(Qt.TextElideMode.ElideNone)

    def showPopup(self) -> None:
        """The list is as wide as its longest choice."""
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon:
            self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + theme.px(16))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing letters finds a value; Qt tells of that only where the list is open."""
        before, self._told = self.currentIndex(), False
        super().keyPressEvent(event)
        if self.currentIndex() != before and not self._told:
            self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form and never changes a value that the pointer happens to pass."""
        event.ignore()

    def _tell(self) -> None:
        self._told = True
        self.picked.emit(self.value())


def currency_choice(currency: str) -> Choice:
    """All currencies by their codes, ``currency`` chosen; typing letters finds one."""
    made = Choice([(code, code) for code in sorted(CURRENCIES)], currency)
    made.setMaxVisibleItems(12)
    made.setAccessibleName(_("Currency"))
    return made


class MoneyField(QWidget):
    """An amount as people write it, with its currency beside it."""

    changed = Signal()

    def __init__(
        self, currency: str, amount: Money | None = None, *, fixed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        self._text = line(typed(amount) if amount else "")
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._currency = currency_choice(amount.currency if amount else currency)
        self._currency.setEnabled(not fixed)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._currency)
        self.setFocusProxy(self._text)
        self._text.textChanged.connect(self._tell)
        self._currency.activated.connect(self._tell)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._text.setAccessibleName(name)

    def money(self) -> Money | None:
        """The amount; none while nothing is typed. Raises ``UserError`` when what is typed is no amount."""
        from app.formatting import parse_money

        text = self._text.text().strip()
        return parse_money(text, self.currency()) if text else None

    def text(self) -> str:
        """What is typed."""
        return self._text.text()

    def currency(self) -> str:
        return str(self._currency.value())

    def set_currency(self, currency: str) -> None:
        self._currency.set_value(currency)
        self.changed.emit()

    def set_wrong(self, wrong: bool) -> None:
        """Mark the field as the one that holds a form up."""
        self._text.setProperty("wrong", wrong)
        restyle(self._text)

    def _tell(self) -> None:
        self.changed.emit()
