"""Agreeing new terms: how a sale is rewarded, when it may be paid, from which day that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app import clock
from app.domain.commissions.checks import check_terms
from app.domain.commissions.terms import PPM, Rate, Terms, Version
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import parse_money, parse_percent, percent, terms_in_words, typed
from app.i18n import _
from ui.desk import Desk
from ui.partners import writes
from ui.partners.try_it import TryIt
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, DayField, currency_choice, line

PROPOSED_PPM = PPM // 10
PERCENT, FLAT = "percent", "flat"


class TermsForm(FormDialog):
    """Starts from the terms ``before``, where there are some. What is typed is said in words and tried on a sale."""

    def __init__(
        self,
        desk: Desk,
        partner_id: int,
        partner: str,
        before: Version | None,
        otherwise: Terms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Terms with {partner}").format(partner=partner), _("Agree"), parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._partner_id, self._partner = desk, partner_id, partner
        terms = self._base = before.terms if before else otherwise
        self._model = Choice(
            [(PERCENT, _("A percentage of each sale")), (FLAT, _("A fixed amount for each sale"))],
            PERCENT if terms.rate.flat is None else FLAT,
        )
        self._rate = line(percent(terms.rate.ppm or PROPOSED_PPM))
        flat = Money(terms.rate.flat or 0, terms.currency)
        self._flat = line(typed(flat) if flat else "")
        self._currency = currency_choice(terms.currency)
        self._hold = line(str(terms.hold_days))
        self._starts = DayField(clock.today())
        self._note = line(hint=_("Why, or where it was agreed"))
        self._trial = TryIt()
        self._arrange(before)
        self._follow()

    def _arrange(self, before: Version | None) -> None:
        if before is not None:
            self.say(
                _(
                    "Version {number} stays on record. Sales from the new day on are worked out by the new terms."
                ).format(number=before.version)
            )
        self.row(_("The partner gets"), self._model)
        self._rate_label = self.row(_("Rate"), self._rate)
        self._flat_label = self.row(_("Amount"), self._flat)
        self.row(_("Currency"), self._currency)
        self.row(_("Days on hold"), self._hold)
        self.row(_("Starts on"), self._starts)
        self.row(_("Note"), self._note)
        self._words = self.say("", "bold")
        self.add(self._trial)
        for field in (self._rate, self._flat, self._hold):
            field.textChanged.connect(self._follow)
        self._model.picked.connect(self._follow)
        self._currency.picked.connect(self._follow)
        self._rate.setFocus()
        self._rate.selectAll()

    def _terms(self) -> Terms:
        """The terms as typed; raises ``UserError`` naming what cannot be right."""
        currency, is_rate = str(self._currency.value()), self._model.value() == PERCENT
        typed = self._rate if is_rate else self._flat
        if not typed.text().strip():
            raise UserError("terms_missing", _missing(is_rate))
        rate = Rate(parse_percent(typed.text())) if is_rate else Rate(flat=parse_money(typed.text(), currency).minor)
        return check_terms(replace(self._base, currency=currency, rate=rate, hold_days=_days(self._hold)))

    @Slot()
    def _follow(self) -> None:
        is_rate = self._model.value() == PERCENT
        for widget in (self._rate, self._rate_label):
            widget.setVisible(is_rate)
        for widget in (self._flat, self._flat_label):
            widget.setVisible(not is_rate)
        try:
            terms = self._terms()
        except UserError as error:
            self._words.setText(str(error))
            self._trial.show_terms(None)
            return
        self._words.setText(", ".join(terms_in_words(terms)))
        self._trial.show_terms(terms)

    def save(self) -> None:
        self._desk.do(
            "Agree terms with {partner}",
            writes.agree_terms,
            self._partner_id,
            self._terms(),
            self._starts.day(),
            self._note.text(),
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    @Slot(object)
    def refuse(self, error: object) -> None:
        """Say what is wrong, once: of what is typed it is said already."""
        super().refuse("" if str(error) == self._words.text() else error)

    @Slot(object)
    def _saved(self, _version: Any) -> None:
        self.accept()

    def starts_on(self) -> date:
        """The day from which the terms are to hold."""
        return self._starts.day()


def _missing(is_rate: bool) -> str:
    if is_rate:
        return _("Enter the share of each sale as a percentage, such as 10.")
    return _("Enter the amount for each sale.")


def _days(field: QLineEdit) -> int:
    text = field.text().strip()
    if not text.isdecimal():
        raise UserError("terms_hold", _("Enter the days on hold as a whole number, such as 30."))
    return int(text)
