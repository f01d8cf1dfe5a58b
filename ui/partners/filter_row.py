"""One line of a filter: a field, how it is compared, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from app import clock
from app.domain.filters import CHOICES, Condition, How, Sort
from app.domain.money import Money
from app.i18n import _
from ui.partners import filter_words
from ui.terms.rows import Row
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice, MoneyField, line


@dataclass(frozen=True, slots=True)
class Known:
    """What can be filtered by: fields by their key with their names, kinds and, where there are only some, values.

    ``kept`` has what stands in a field already, once the book has told.
    """

    names: Mapping[str, str]
    sorts: Mapping[str, Sort]
    choices: Mapping[str, tuple[str, ...]]
    currency: str
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)


class FilterRow(Row):
    """A line of a filter. What it asks for follows the field."""

    SHARES = (4, 5, 5)

    def __init__(self, known: Known) -> None:
        super().__init__()
        self._known = known
        self.field = Choice(list(known.names.items()), "status")
        self.field.setMaxVisibleItems(14)
        self.how = Choice([])
        self._place = QWidget()
        self._inside = QHBoxLayout(self._place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._value: QWidget | None = None
        self._typed = ""
        words = (_("Field"), _("How it is compared"), _("With what"))
        self.put(*zip((self.field, self.how, self._place), words, self.SHARES, strict=True))
        self.field.picked.connect(self._on_field)
        self.how.picked.connect(self._on_how)
        self._offer_hows()

    def is_empty(self) -> bool:
        return False

    def show_condition(self, condition: Condition) -> None:
        """Show a condition as it was saved."""
        self.field.set_value(condition.field)
        self._offer_hows()
        self.how.set_value((condition.how, condition.negated))
        self._offer_value()
        if isinstance(self._value, Choice):
            self._value.set_value(condition.value)
        elif isinstance(self._value, DayField):
            self._value.set_day(date.fromisoformat(condition.value))
        elif isinstance(self._value, MoneyField):
            self._fill(self._money_field(Money.parse(condition.value, condition.currency)))
        elif isinstance(self._value, QLineEdit):
            self._value.setText(condition.value)

    def condition(self) -> Condition:
        """The condition as typed; raises ``UserError`` where an amount cannot be read."""
        how, negated = self.how.value()
        key, value, currency = str(self.field.value()), "", ""
        if isinstance(self._value, Choice):
            value = str(self._value.value())
        elif isinstance(self._value, DayField):
            self._value.check()
            value = self._value.day().isoformat()
        elif isinstance(self._value, MoneyField):
            amount = self._value.money()
            value, currency = amount.decimal_text if amount else "0", self._value.currency()
        elif isinstance(self._value, QLineEdit):
            value = _plain(self._value.text().strip(), how)
        elif how is How.IS:
            value = "yes"
        return Condition(key, how, value, negated, currency)

    def _sort(self) -> Sort:
        return self._known.sorts[self.field.value()]

    def _on_field(self) -> None:
        self._offer_hows()
        self.changed.emit()

    def _on_how(self) -> None:
        self._offer_value()
        self.changed.emit()

    def _offer_hows(self) -> None:
        self.how.offer(filter_words.hows(str(self.field.value()), self._sort()))
        self._offer_value()

    def _offer_value(self) -> None:
        """Ask for a value of the kind that the field and the comparison need; for none where they need none."""
        how, key, sort = self.how.value()[0], str(self.field.value()), self._sort()
        if how is How.PRESENT or sort is Sort.FACT:
            self._fill(None)
        elif sort is Sort.CHOICE:
            values = self._known.choices.get(key, CHOICES.get(key, ()))
            made = Choice([(value, filter_words.choice(key, value)) for value in values])
            made.let_shrink()
            made.picked.connect(self.changed)
            self._fill(made)
        elif how in (How.SINCE, How.BEFORE):
            if not isinstance(self._value, DayField):
                day = DayField(clock.today())
                day.changed.connect(self.changed)
                self._fill(day)
        elif sort is Sort.MONEY:
            if not isinstance(self._value, MoneyField):
                self._fill(self._money_field(None))
        else:
            self._fill(None)
            self._fill(self._text_field(key, sort))

    def _money_field(self, amount: Money | None) -> MoneyField:
        made = MoneyField(self._known.currency, amount)
        made.changed.connect(self.changed)
        return made

    def _text_field(self, key: str, sort: Sort) -> QLineEdit:
        made = line(self._typed, hint="30" if sort is Sort.DAY else "")
        made.textEdited.connect(self.changed)
        self._complete(made, key)
        return made

    def complete(self) -> None:
        """Offer what stands in the field already, as it is known now."""
        if isinstance(self._value, QLineEdit):
            self._complete(self._value, str(self.field.value()))

    def _complete(self, made: QLineEdit, key: str) -> None:
        kept = self._known.kept.get(key)
        if kept:
            completer = QCompleter(list(kept), made)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self.changed)
            made.setCompleter(completer)

    def _fill(self, made: QWidget | None) -> None:
        if isinstance(self._value, QLineEdit):
            self._typed = self._value.text()
        if self._value is not None:
            self._inside.removeWidget(self._value)
            self._value.hide()
            self._value.deleteLater()
        self._value = made
        if made is not None:
            made.setAccessibleName(self._place.accessibleName())
            self._inside.addWidget(made)
            made.show()
        before: QWidget = self.how
        for stop in self.stops()[2:]:
            QWidget.setTabOrder(before, stop)
            before = stop


def _plain(text: str, how: How) -> str:
    """What is typed; a number with a decimal point, whatever sign a person has for it."""
    is_number = how in (How.EQUALS, How.AT_LEAST, How.AT_MOST)
    return text.replace(",", ".") if is_number and "." not in text else text
