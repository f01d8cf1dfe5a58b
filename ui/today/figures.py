"""How commissions stand: to pay now, on hold, paid this year; a line for each currency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.formatting import money
from app.i18n import _
from ui import theme
from ui.today import words
from ui.widgets.figures import KeyFigure
from ui.widgets.labels import label
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.queries.today import Standing

MAX_CURRENCIES = 4


class Figures(Panel):
    """Three figures a currency, the one with most to pay first. A click leads to the commissions."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Commissions"), parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(10))
        self.body.addLayout(self._grid)
        self._empty = label(_("Nothing earned yet. A commission appears when a referral is won."), "soft", wrap=True)
        self.body.addWidget(self._empty)
        self._figures: list[tuple[KeyFigure, KeyFigure, KeyFigure]] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these ``queries.today.Standing`` rows."""
        shown = standings[:MAX_CURRENCIES]
        while len(self._figures) < len(shown):
            self._add_line()
        for index, figures in enumerate(self._figures):
            for figure in figures:
                figure.setVisible(index < len(shown))
        for (to_pay, hold, paid), standing in zip(self._figures, shown, strict=False):
            owed = standing.to_pay.minor
            tone = "accent" if owed > 0 else "red" if owed < 0 else ""
            to_pay.show_figure(money(standing.to_pay), words.to_pay_note(standing.partners), tone=tone)
            hold.show_figure(money(standing.on_hold), _("on hold"))
            paid.show_figure(money(standing.paid_this_year), _("paid this year"))
        self._empty.setVisible(not shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def _add_line(self) -> None:
        line = (KeyFigure(""), KeyFigure(""), KeyFigure(""))
        for column, figure in enumerate(line):
            self._grid.addWidget(figure, len(self._figures), column, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(column, 1)
        self._figures.append(line)
