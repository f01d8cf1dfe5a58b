"""One referral beside the table: who it is, where it stands, what comes next, what it brought."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import clock
from app.domain.referrals import FUNNEL, Stage
from app.formatting import day
from app.i18n import _
from ui import names, theme
from ui.actions import plain
from ui.referrals import words
from ui.referrals.sales_view import SalesView
from ui.referrals.stepper import Stepper
from ui.widgets.buttons import Link, button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label
from ui.widgets.panel import Hairline, Pill
from ui.widgets.short_lines import ShortLines

TONES = {Stage.WON: "accent", Stage.RECEIVED: "amber", Stage.LOST: "red"}


class ReferralPanel(QScrollArea):
    """Shows a ``ReferralDetail``; what is pressed on it goes out as a signal."""

    stage_wanted = Signal(object)
    sale_wanted = Signal()
    edit_wanted = Signal()
    refund_wanted = Signal(object)
    payment_wanted = Signal(object)
    correction_wanted = Signal(object)
    removal_wanted = Signal(object)
    share_wanted = Signal()
    rate_wanted = Signal()
    partner_wanted = Signal(object)
    statement_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Referral"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._detail: Any = None
        content = QWidget()
        content.setObjectName("content")
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(theme.px(20), theme.px(18), theme.px(20), theme.px(18))
        self._layout.setSpacing(theme.px(10))
        self._add_head()
        self._add_way()
        self._add_facts()
        self._add_sales()
        self._layout.addStretch(1)
        self.setWidget(content)

    def _add_head(self) -> None:
        line = QHBoxLayout()
        self._customer = ShortLines(most=4)
        self._customer.setProperty("role", "title")
        self._pill = Pill()
        line.addWidget(self._customer, 1)
        line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(line)
        self._partner = Link(self._open_partner)
        self._layout.addWidget(self._partner, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_way(self) -> None:
        self._stepper = Stepper()
        self._stepper.chosen.connect(self.stage_wanted)
        self._layout.addWidget(self._stepper)
        self._lost_reason = label("", "body", tone="red", wrap=True)
        self._layout.addWidget(self._lost_reason)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        self._next = button("", self._go_on, "primary")
        self._lose = button(_("Lost…"), self._lost)
        self._add_sale = button(_("Add sale…"), self.sale_wanted.emit)
        self._edit = button(_("Edit…"), self.edit_wanted.emit)
        for each in (self._next, self._add_sale, self._lose, self._edit):
            line.addWidget(each)
        line.addStretch(1)
        self._layout.addLayout(line)

    def _add_facts(self) -> None:
        self._layout.addWidget(Hairline())
        self._contact = label("", wrap=True, selectable=True)
        self._facts = label("", "soft", wrap=True)
        self._note = label("", wrap=True, selectable=True)
        self._shares = label("", wrap=True, selectable=True)
        self._deal = label("", tone="accent", wrap=True)
        for each in (self._contact, self._facts, self._note, self._shares, self._deal):
            self._layout.addWidget(each)
        links = FlowLayout(gap=theme.px(10), line_gap=theme.px(2))
        links.setContentsMargins(-theme.px(5), 0, 0, 0)
        links.addWidget(button(_("Share this referral…"), self.share_wanted.emit, "link"))
        links.addWidget(button(_("Rate for this deal…"), self.rate_wanted.emit, "link"))
        self._layout.addLayout(links)

    def _add_sales(self) -> None:
        self._sales_heading = label(_("Sales"), "heading")
        self._layout.addWidget(self._sales_heading)
        self._sales = SalesView()
        self._sales.refund_wanted.connect(self.refund_wanted)
        self._sales.payment_wanted.connect(self.payment_wanted)
        self._sales.correction_wanted.connect(self.correction_wanted)
        self._sales.removal_wanted.connect(self.removal_wanted)
        self._sales.statement_wanted.connect(self.statement_wanted)
        self._layout.addWidget(self._sales)
        self._way_heading = label(_("The way so far"), "heading")
        self._way = label("", "soft", wrap=True)
        self._layout.addWidget(self._way_heading)
        self._layout.addWidget(self._way)

    def detail(self) -> Any:
        """What is shown; none at first."""
        return self._detail

    def show_detail(self, detail: Any) -> None:
        """Show this referral."""
        self._detail = detail
        row = detail.row
        self._customer.setText(row.customer)
        self._pill.show_text(names.stage(row.stage), TONES.get(row.stage, "plain"))
        told = _("from {partner}").format(partner=row.partner)
        self._partner.show_text(told, _("Open partner {partner}").format(partner=row.partner))
        self._show_way()
        _show(self._contact, " · ".join(part for part in (detail.contact, detail.phone, detail.email) if part))
        _show(self._facts, " · ".join(words.facts(detail, clock.today())))
        _show(self._note, detail.note)
        _show(self._shares, words.shares(detail.shares))
        _show(self._deal, words.deal_rate(detail.deal_rate, detail.terms_currency))
        self._sales.show_sales(detail)
        self._sales_heading.setVisible(bool(detail.sales))
        self._sales.setVisible(bool(detail.sales))
        stages = [f"{names.stage(stage)} {day(when, today=clock.today())}" for stage, when in detail.stages]
        _show(self._way, " → ".join(stages))

    def _show_way(self) -> None:
        row = self._detail.row
        passed = [FUNNEL.index(stage) for stage, _when in self._detail.stages if stage in FUNNEL]
        self._stepper.show_stage(row.stage, FUNNEL[max(passed, default=0)])
        _show(self._lost_reason, _("Lost: {reason}").format(reason=row.lost_reason) if row.stage is Stage.LOST else "")
        following = self.next_stage()
        self._next.setVisible(following is not None)
        if following is not None:
            told = _("Take up again") if row.stage is Stage.LOST else next_words(following)
            self._next.setText(plain(told))
            self._next.setAccessibleName(told)
        self._lose.setVisible(row.stage not in (Stage.WON, Stage.LOST))
        self._add_sale.setVisible(row.stage is Stage.WON)

    def next_stage(self) -> Stage | None:
        """The stage after the one it stands in; one that is lost can be taken up again; none after won."""
        stage = self._detail.row.stage
        if stage is Stage.LOST:
            return Stage.CONTACTED
        return FUNNEL[FUNNEL.index(stage) + 1] if stage is not Stage.WON else None

    def stage_before(self) -> Stage | None:
        """The stage before the one it stands in."""
        stage = self._detail.row.stage
        return FUNNEL[FUNNEL.index(stage) - 1] if stage in FUNNEL[1:] else None

    def _go_on(self) -> None:
        self.stage_wanted.emit(self.next_stage())

    def _lost(self) -> None:
        self.stage_wanted.emit(Stage.LOST)

    def _open_partner(self) -> None:
        self.partner_wanted.emit(self._detail.row.partner_id)


def next_words(stage: Stage) -> str:
    """What the button says that moves a referral to a stage."""
    return {
        Stage.RECEIVED: _("Back to received"),
        Stage.CONTACTED: _("Mark contacted"),
        Stage.QUALIFIED: _("Mark qualified"),
        Stage.PROPOSAL: _("Proposal sent"),
        Stage.WON: _("Mark won…"),
        Stage.LOST: _("Mark lost…"),
    }[stage]


def _show(where: Any, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))
