"""What is to be chosen before a document can be made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.money import CURRENCIES
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.partner_field import PartnerField
from ui.reports.period_field import PeriodField
from ui.widgets.buttons import button
from ui.widgets.dialog import beside
from ui.widgets.fields import Choice, currency_choice
from ui.widgets.labels import label
from ui.widgets.panel import Panel


def paper_choice() -> Choice:
    """A4 or US Letter."""
    made = Choice([("a4", _("A4")), ("letter", _("US Letter"))])
    made.setAccessibleName(_("Paper"))
    return made


class DocumentChoice(Panel):
    """A panel with fields and the button that makes the document. ``wanted`` when it is pressed."""

    wanted = Signal()

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent=parent)
        self.body.setSpacing(theme.px(10))
        self.body.addWidget(label(sentence, "soft", wrap=True))
        self._grid = QGridLayout()
        self._grid.setColumnMinimumWidth(0, theme.px(90))
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self.body.addLayout(self._grid)
        self._paper = paper_choice()
        self.show_button = button(_("Show"), self.wanted.emit, "primary", name=_("Show: {what}").format(what=heading))
        self.body.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, words: str, field: QWidget) -> None:
        at = self._grid.rowCount()
        made = label(words, "soft", wrap=True)
        made.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        self._grid.addWidget(made, at, 0, *beside(made, field))
        self._grid.addWidget(field, at, 1)

    def paper(self) -> str:
        """``a4`` or ``letter``."""
        return str(self._paper.value())

    def set_paper(self, paper: str) -> None:
        self._paper.set_value(paper)


class StatementChoice(DocumentChoice):
    """A statement of one partner for looking: what is open today, or all of a period."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = _("What a partner earned, line by line. A draft: a statement is issued when you record a payout.")
        super().__init__(_("Statement of a partner"), sentence, parent)
        self.partner = PartnerField(desk)
        self.period = PeriodField(open_first=True)
        self._currency = Choice([("", _("The one used last")), *((code, code) for code in sorted(CURRENCIES))])
        self._row(_("Partner"), self.partner)
        self._row(_("Period"), self.period)
        self._row(_("Currency"), self._currency)
        self._row(_("Paper"), self._paper)
        self.show_button.setEnabled(False)
        self.partner.picked.connect(self._on_picked)

    def currency(self) -> str:
        """The currency chosen; empty for the one used last."""
        return str(self._currency.value())

    def _on_picked(self, partner: object) -> None:
        self.show_button.setEnabled(partner is not None)


class CommissionChoice(DocumentChoice):
    """All commissions of a period in one currency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = _("Sales, commissions, what is owed and since when, of all partners, with every line behind it.")
        super().__init__(_("Commission report"), sentence, parent)
        self.period = PeriodField()
        self._currency = currency_choice("EUR")
        self._row(_("Period"), self.period)
        self._row(_("Currency"), self._currency)
        self._row(_("Paper"), self._paper)

    def currency(self) -> str:
        return str(self._currency.value())

    def set_currency(self, currency: str) -> None:
        self._currency.set_value(currency)
