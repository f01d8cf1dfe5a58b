"""The form of the terms: the plain case at the top, everything else in parts that open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.commissions.checks import check_terms
from app.domain.commissions.terms import Basis, FlatPer, Rate, Terms
from app.domain.errors import UserError
from app.i18n import _
from ui import theme
from ui.terms.bands_part import BandsPart
from ui.terms.fields import PERCENT, AmountField, NumberField, PercentField
from ui.terms.grid import FieldGrid
from ui.terms.part import Part
from ui.terms.parts import BasePart, CustomersPart, LaterPart, LimitsPart, PayingPart
from ui.terms.row_parts import BonusesPart, ProductsPart
from ui.widgets.fields import Choice, currency_choice
from ui.widgets.labels import label

PERCENT_OF_SALE, PERCENT_OF_MARGIN, BY_BANDS = "percent_of_sale", "percent_of_margin", "by_bands"
"""Ways to be rewarded, beside the kinds of fixed amounts (``FlatPer``)."""
PROPOSED_PPM = 100_000


@dataclass(frozen=True, slots=True)
class Read:
    """What the form says: terms that can be agreed or, where they cannot, the first thing that is wrong."""

    terms: Terms | None
    wrong: UserError | None = None


class TermsEditor(QWidget):
    """Everything that can be agreed. ``changed`` tells after every key what the form says."""

    changed = Signal(object)

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._showing = False
        self.model = Choice(
            [
                (PERCENT_OF_SALE, _("A percentage of each sale")),
                (PERCENT_OF_MARGIN, _("A percentage of the margin of each sale")),
                (FlatPer.SALE, _("A fixed amount for each sale")),
                (FlatPer.REFERRAL, _("A fixed amount for each referral")),
                (FlatPer.PRODUCT, _("A fixed amount for each product")),
                (BY_BANDS, _("More as more is sold (bands)")),
            ],
            PERCENT_OF_SALE,
        )
        self.rate, self.amount, self.hold = PercentField(), AmountField(), NumberField(_("days"))
        self.basis = Choice([(Basis.SALE, _("The sale")), (Basis.MARGIN, _("The margin: sale less cost"))])
        self.currency = currency_choice(terms.currency)
        self.bands, self.later, self.products = BandsPart(), LaterPart(), ProductsPart()
        self.parts: tuple[Part, ...] = (
            self.bands,
            self.later,
            self.products,
            BonusesPart(),
            LimitsPart(),
            CustomersPart(),
            BasePart(),
            PayingPart(),
        )
        self.top = FieldGrid()
        self._arrange()
        self.show_terms(terms)

    def _arrange(self) -> None:
        for words, field in (
            (_("The partner gets"), self.model),
            (_("Rate"), self.rate),
            (_("Amount"), self.amount),
            (_("Percentages are taken of"), self.basis),
            (_("On hold for"), self.hold),
            (_("Currency"), self.currency),
        ):
            self.top.add(words, field)
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.top)
        layout.addWidget(self._wrong)
        layout.addSpacing(theme.px(6))
        for part in self.parts:
            layout.addWidget(part)
            part.changed.connect(self._follow)
        for field in (self.rate, self.amount, self.hold):
            field.changed.connect(self._follow)
        self.basis.picked.connect(self._follow)
        self.model.picked.connect(self._choose_model)
        self.currency.picked.connect(self._choose_currency)

    def show_terms(self, terms: Terms) -> None:
        """Fill the form from these terms; the parts that say something are open."""
        self._showing = True
        self.currency.set_value(terms.currency)
        self._set_currency(terms.currency)
        self.model.set_value(_model_of(terms))
        self.basis.set_value(terms.basis)
        self.rate.show_ppm(terms.rate.ppm if _is_percent_model(terms) else PROPOSED_PPM)
        self.amount.show_amount(terms.rate.flat)
        self.hold.show_number(terms.hold_days)
        for part in self.parts:
            part.show_terms(terms)
            part.open(part.is_set(terms))
            part.say(terms)
        self._showing = False
        self._follow()

    def read(self) -> Read:
        """What the form says now, with what is wrong shown where it stands."""
        said: dict[str, Any] = {}
        wrong: UserError | None = None
        places: list[tuple[Any, Any]] = [(self._complain, self._read_top)]
        places += [(part.complain, part.read) for part in self.parts if part is not self.bands or self._by_bands()]
        for complain, read in places:
            try:
                said |= read()
                complain("")
            except UserError as error:
                complain(str(error))
                wrong = wrong or error
        if wrong is not None:
            return Read(None, wrong)
        try:
            return Read(check_terms(_tidy(Terms(**said), self.model.value(), self.basis.value())))
        except UserError as error:
            complain = next((part.complain for part in self.parts if error.code in part.codes), self._complain)
            complain(str(error))
            return Read(None, error)

    def complaints(self) -> list[str]:
        """All that is said to be wrong, from top to bottom."""
        return [text for text in (self._wrong.text(), *(part.complaint() for part in self.parts)) if text]

    def place_of(self, sentence: str) -> QWidget | None:
        """Where in the form this is said to be wrong; none where it is not."""
        places = [(self._wrong, self._wrong.text()), *((part.wrong, part.complaint()) for part in self.parts)]
        return next((place for place, text in places if text and text == sentence), None)

    def part(self, kind: type[Part]) -> Part:
        """The part of a kind."""
        return next(part for part in self.parts if isinstance(part, kind))

    def focus_first(self) -> None:
        """Be ready to type what the partner gets."""
        if self._by_bands():
            self.model.setFocus()
            return
        field = self.amount if isinstance(self.model.value(), FlatPer) else self.rate
        field.line.setFocus()
        field.line.selectAll()

    def show_wrong(self) -> None:
        """Open the parts in which something is wrong."""
        for part in self.parts:
            if part.complaint():
                part.open()

    def _by_bands(self) -> bool:
        return bool(self.model.value() == BY_BANDS)

    def _read_top(self) -> Mapping[str, Any]:
        model = self.model.value()
        said: dict[str, Any] = {"currency": self.currency.value(), "hold_days": self.hold.number()}
        if said["hold_days"] is None:
            raise UserError("terms_hold", "Say for how many days after a sale a commission is on hold; 0 for none.")
        if isinstance(model, FlatPer):
            flat = self.amount.amount()
            if flat is None:
                raise UserError("terms_flat", "Say which amount the partner gets.")
            return said | {"rate": Rate(flat=flat), "per": model}
        if model == BY_BANDS:
            return said
        ppm = self.rate.ppm()
        if ppm is None:
            raise UserError("terms_rate", "Say which percentage the partner gets.")
        return said | {"rate": Rate(ppm)}

    def _complain(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    @Slot()
    def _choose_model(self) -> None:
        if self._by_bands():
            self.bands.begin(_rate_or_none(self.rate))
            self.bands.open()
        self._follow()

    @Slot()
    def _choose_currency(self) -> None:
        self._set_currency(str(self.currency.value()))
        self._follow()

    def _set_currency(self, currency: str) -> None:
        self.amount.set_currency(currency)
        for part in self.parts:
            part.set_currency(currency)

    @Slot()
    def _follow(self) -> None:
        if self._showing:
            return
        model = self.model.value()
        self.top.show_row(self.rate, model in {PERCENT_OF_SALE, PERCENT_OF_MARGIN})
        self.top.show_row(self.amount, isinstance(model, FlatPer))
        self.top.show_row(self.basis, self._by_bands() or (isinstance(model, FlatPer) and self._has_percentage()))
        self.bands.setVisible(self._by_bands())
        read = self.read()
        for part in self.parts:
            if read.terms is not None:
                part.say(read.terms)
            elif part.complaint():
                part.say_nothing()
        self.changed.emit(read)

    def _has_percentage(self) -> bool:
        """Whether a percentage is entered beside a fixed amount."""
        rates = [row.rate for row in self.products.rows.filled()]
        rates += [] if self.later.later.is_empty() else [self.later.later]
        return any(rate.kind.value() == PERCENT for rate in rates)


def _model_of(terms: Terms) -> str:
    if terms.bands is not None:
        return BY_BANDS
    if terms.rate.flat is not None:
        return terms.per
    return PERCENT_OF_MARGIN if terms.basis is Basis.MARGIN else PERCENT_OF_SALE


def _is_percent_model(terms: Terms) -> bool:
    return terms.bands is None and terms.rate.flat is None


def _tidy(terms: Terms, model: str, basis: Basis) -> Terms:
    """The terms with the basis that the form shows: what is paid on the margin only where a percentage is."""
    if model in {PERCENT_OF_SALE, PERCENT_OF_MARGIN}:
        return replace(terms, basis=Basis.MARGIN if model == PERCENT_OF_MARGIN else Basis.SALE)
    beside = [own.rate for own in terms.own_rates]
    if terms.recurring is not None and terms.recurring.later is not None:
        beside.append(terms.recurring.later)
    if model != BY_BANDS and all(rate.flat is not None for rate in beside):
        return terms
    return replace(terms, basis=basis)


def _rate_or_none(field: PercentField) -> Rate | None:
    try:
        ppm = field.ppm()
    except UserError:
        return None
    return None if ppm is None else Rate(ppm)
