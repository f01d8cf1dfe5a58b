"""How commissions stand: to pay now, on hold, paid this year; large in the first currency, in a line in each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.formatting import count, money
from app.i18n import _
from ui import theme
from ui.widgets.figures import KeyFigure
from ui.widgets.labels import label

if TYPE_CHECKING:
    from app.queries.today import Standing


class Standings(QWidget):
    """Three figures, and a line for each further currency. Amounts of different currencies are never added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._to_pay, self._hold, self._paid = KeyFigure(""), KeyFigure(_("on hold")), KeyFigure(_("paid this year"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        for column, figure in enumerate((self._to_pay, self._hold, self._paid)):
            grid.addWidget(figure, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self._others = label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(grid)
        layout.addWidget(self._others)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these, the currency with most to pay first. Without any, nothing is to be seen."""
        self.setVisible(bool(standings))
        if not standings:
            return
        first = standings[0]
        owed = first.to_pay.minor
        tone = "accent" if owed > 0 else "red" if owed < 0 else ""
        self._to_pay.show_figure(money(first.to_pay), to_pay_note(first.partners), tone=tone)
        self._hold.show_figure(money(first.on_hold))
        self._paid.show_figure(money(first.paid_this_year))
        others = [told for told in map(in_words, standings[1:]) if told]
        self._others.setText("\n".join(others))
        self._others.setVisible(bool(others))


def to_pay_note(partners: int) -> str:
    """What the first figure counts: ``to pay now, 23 partners``."""
    return count(partners, _("to pay now, {n} partner"), _("to pay now, {n} partners"))


def in_words(standing: Standing) -> str:
    """A currency in one line, without what is zero: ``$284.00 on hold · $727.00 paid this year``."""
    parts = (
        (standing.to_pay, _("{amount} to pay now")),
        (standing.on_hold, _("{amount} on hold")),
        (standing.paid_this_year, _("{amount} paid this year")),
    )
    return " · ".join(words.format(amount=money(amount)) for amount, words in parts if amount)
