"""Fields of terms: a rate, an amount, a whole number, a last day. What cannot be read marks the field it stands in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app import clock
from app.domain.commissions.checks import check_rate
from app.domain.commissions.terms import Rate
from app.domain.errors import UserError
from app.domain.money import Money, currency_digits
from app.formatting import parse_money, parse_percent, percent
from app.formatting import typed as in_full
from app.i18n import _
from ui import theme
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice, line
from ui.widgets.labels import label, restyle

PERCENT, FIXED = "percent", "fixed"


class TermsField(QWidget):
    """A line to type in, and what belongs beside it. ``changed`` tells every key."""

    changed = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.line = line(hint=hint)
        self.line.textChanged.connect(self.changed)
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme.px(6))
        self.box.addWidget(self.line, 1)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def is_empty(self) -> bool:
        return not self.line.text().strip()

    def set_currency(self, currency: str) -> None:
        """The currency that amounts are in from now on."""

    def _mark(self, wrong: bool) -> None:
        if bool(self.line.property("wrong")) != wrong:
            self.line.setProperty("wrong", wrong)
            restyle(self.line)

    def _refuse(self, code: str, sentence: str) -> UserError:
        self._mark(True)
        return UserError(code, sentence, text=self.line.text().strip())


class AmountField(TermsField):
    """An amount in the currency of the terms, or nothing."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._currency = ""
        self._shown = label("", "soft")
        self.box.addWidget(self._shown)

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        self._shown.setText(currency)

    def amount(self) -> int | None:
        """In minor units; none where nothing is typed. Raises ``UserError`` for what is no amount."""
        self._mark(False)
        if self.is_empty():
            return None
        try:
            minor = parse_money(self.line.text(), self._currency).checked().minor
        except UserError:
            self._mark(True)
            raise
        if minor < 0:
            raise self._refuse("terms_negative", "“{text}” is below zero.")
        return minor

    def show_amount(self, minor: int | None) -> None:
        self.line.setText("" if minor is None else typed(minor, self._currency))


class NumberField(TermsField):
    """A whole number, or nothing, with its unit beside it."""

    def __init__(self, unit: str = "", hint: str = "") -> None:
        super().__init__(hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._unit = label("", "soft")
        self.box.addWidget(self._unit)
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        """Say another unit beside the number, or none."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))

    def number(self) -> int | None:
        """None where nothing is typed. Raises ``UserError`` for anything but digits."""
        self._mark(False)
        text = self.line.text().strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            raise self._refuse("terms_number", "“{text}” is not a whole number such as 30.")
        return int(text)

    def show_number(self, number: int | None) -> None:
        self.line.setText("" if number is None else str(number))


class PercentField(TermsField):
    """A percentage, or nothing."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(label("%", "soft"))

    def ppm(self) -> int | None:
        """In millionths; none where nothing is typed. Raises ``UserError`` for what is no rate up to 100 %."""
        self._mark(False)
        if self.is_empty():
            return None
        try:
            ppm = parse_percent(self.line.text())
            check_rate(Rate(ppm))
        except UserError:
            self._mark(True)
            raise
        return ppm

    def show_ppm(self, ppm: int | None) -> None:
        self.line.setText("" if ppm is None else percent(ppm).rstrip("%"))


class RateField(TermsField):
    """A percentage or a fixed amount, chosen beside it, or nothing."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.kind = Choice([(PERCENT, "%"), (FIXED, "EUR")], PERCENT)
        self.kind.setFixedWidth(theme.px(74))
        self.kind.picked.connect(self.changed)
        self._currency = ""
        self.box.addWidget(self.kind)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.kind.setAccessibleName(_("{field}: percentage or fixed amount").format(field=name))

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        self.kind.setItemText(1, currency)

    def rate(self) -> Rate | None:
        """None where nothing is typed. Raises ``UserError`` for what is no rate."""
        self._mark(False)
        if self.is_empty():
            return None
        try:
            if self.kind.value() == PERCENT:
                rate = Rate(parse_percent(self.line.text()))
            else:
                rate = Rate(flat=parse_money(self.line.text(), self._currency).minor)
            check_rate(rate)
        except UserError:
            self._mark(True)
            raise
        return rate

    def show_rate(self, rate: Rate | None) -> None:
        self.kind.set_value(PERCENT if rate is None or rate.flat is None else FIXED)
        if rate is None:
            self.line.clear()
        else:
            percentage = percent(rate.ppm).rstrip("%")
            self.line.setText(percentage if rate.flat is None else typed(rate.flat, self._currency))


class LastDay(QWidget):
    """A day that may be left open."""

    changed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.on = QCheckBox(words)
        self.day = DayField(clock.today())
        self.day.setAccessibleName(words)
        self.day.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self.on)
        box.addWidget(self.day)
        box.addStretch(1)
        self.setFocusProxy(self.on)
        self.on.toggled.connect(self.day.setVisible)
        self.on.toggled.connect(self.changed)
        self.day.changed.connect(self.changed)

    def value(self) -> date | None:
        return self.day.day() if self.on.isChecked() else None

    def show_day(self, day: date | None) -> None:
        if day is not None:
            self.day.set_day(day)
        self.on.setChecked(day is not None)


def typed(minor: int, currency: str) -> str:
    """The amount as somebody would type it: ``10000``, ``12.50``."""
    amount = Money(minor, currency)
    whole = minor % 10 ** currency_digits(currency) == 0
    return str(minor // 10 ** currency_digits(currency)) if whole else in_full(amount)
