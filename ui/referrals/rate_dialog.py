"""A rate agreed for one deal alone, before all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.domain.commissions.checks import check_rate
from app.domain.commissions.terms import Rate
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import parse_money, parse_percent, percent
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.referrals import words
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line

if TYPE_CHECKING:
    from app.queries.tried import Difference

BY_TERMS, PERCENT, FIXED = "terms", "percent", "fixed"


class RateDialog(FormDialog):
    """As the terms say, a percentage, or a fixed amount for each sale."""

    def __init__(self, desk: Desk, detail: Any, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Rate for the deal with {customer}").format(customer=detail.row.customer), _("Agree rate"), parent
        )
        self._desk, self._detail, self._currency = desk, detail, detail.terms_currency
        known: Rate | None = detail.deal_rate
        chosen = BY_TERMS if known is None else PERCENT if known.flat is None else FIXED
        self._kind = Choice(
            [
                (BY_TERMS, _("As the terms say")),
                (PERCENT, _("A percentage of each sale")),
                (FIXED, _("A fixed amount for each sale")),
            ],
            chosen,
        )
        self._rate = line(self._text_of(known))
        self._rate.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rate.setFixedWidth(theme.px(120))
        self.say(
            _(
                "It holds for this referral alone and goes before every other rate, also for sales that are entered "
                "already."
            )
        )
        self.row(_("Rate"), self._kind)
        self._rate_words = self.row("", self._rate)
        self._preview = self.say("", "body")
        self._preview.setAccessibleName(_("Commission"))
        self._kind.picked.connect(self._on_kind)
        self._rate.textChanged.connect(self._show_preview)
        self._kind.setFocus()
        self._show_fields()
        self._show_preview()

    def _text_of(self, rate: Rate | None) -> str:
        if rate is None:
            return ""
        return percent(rate.ppm) if rate.flat is None else Money(rate.flat, self._currency).decimal_text

    def save(self) -> None:
        from app.operations import deals

        self._desk.do(
            "Agree a rate for the deal with {customer}",
            deals.agree_rate,
            self._detail.row.id,
            self._typed(),
            then=self._saved,
            failed=self.refuse,
            customer=self._detail.row.customer,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()

    def _typed(self) -> Rate | None:
        """The rate; none for that of the terms. Raises ``UserError`` when it is missing or makes no sense."""
        kind, text = self._kind.value(), self._rate.text().strip()
        if kind == BY_TERMS:
            return None
        if not text:
            raise UserError("rate_missing", _("Enter the rate that was agreed."))
        if kind == PERCENT:
            rate = Rate(parse_percent(text))
        else:
            rate = Rate(flat=parse_money(text, self._currency).minor)
        check_rate(rate)
        return rate

    @Slot(object)
    def _on_kind(self, _kind: object) -> None:
        self._show_fields()
        if self._kind.value() != BY_TERMS:
            self._rate.setFocus()
        self._show_preview()

    def _show_fields(self) -> None:
        kind = self._kind.value()
        told = _("Percent") if kind == PERCENT else _("Amount in {currency}").format(currency=self._currency)
        self._rate_words.setText(told)
        self._rate.setAccessibleName(told)
        for each in (self._rate, self._rate_words):
            each.setVisible(kind != BY_TERMS)
        self.fit()

    @Slot()
    def _show_preview(self) -> None:
        from app.queries import tried

        slot = "rate.preview", id(self)
        try:
            rate = self._typed()
        except UserError as error:
            self._desk.forget(slot)
            self._preview.setText(str(error) if self._rate.text().strip() else "")
            return
        self._desk.ask(slot, tried.deal_rate, self._detail.row.id, rate, then=self._show_differences)

    @Slot(object)
    def _show_differences(self, found: Sequence[Difference]) -> None:
        told = words.differences(found)
        self._preview.setText(told or _("No commission that is there now changes. It holds for the sales to come."))
        self.fit()
