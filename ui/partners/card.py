"""The front of the card: who, how to reach them, what was agreed, what comes next, what they brought, what is owed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.formatting import number
from app.i18n import _
from ui import names, theme
from ui.partners import words
from ui.partners.next_step import NextStep
from ui.partners.own_line import OwnLine
from ui.widgets.buttons import button
from ui.widgets.figures import FactColumn, Initials, KeyFigure, initials_of
from ui.widgets.labels import Snug, label
from ui.widgets.panel import Hairline, Pill

if TYPE_CHECKING:
    from app.queries.partner_list import PartnerRow
    from app.queries.partners import Card

BUTTONS_BELOW = 600
ALL_BUTTONS_FROM, FOUR_BUTTONS_FROM = 800, 360
FACTS_HEIGHT = 92
"""Widths, in pixels of the design: under which the buttons move below the name, from which all are shown beside it, and
from which all have room below it; and the height that the facts keep, so that most cards are equally high."""


class CardFront(QWidget):
    """Shows one partner. What can be done with it is told by signals; the page does it."""

    call_wanted = Signal()
    mail_wanted = Signal()
    statement_wanted = Signal()
    referral_wanted = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials = Initials()
        self._name = Snug("title")
        self._under = Snug("soft")
        self._code = label("", "bold")
        self._code_word = label("", "soft")
        self._tier, self._kind = Pill(), Pill()
        self._call = button(_("Call"), self.call_wanted.emit)
        self._mail = button(_("E-mail"), self.mail_wanted.emit)
        self._statement = button(_("Statement"), self.statement_wanted.emit)
        self._referral = button(_("+ Referral"), self.referral_wanted.emit, name=_("Log a referral"))
        self._more = button("⋯", None, "menu", name=_("More"))
        self._more.setMenu(menu)
        self._reach = FactColumn(_("REACH"))
        self._terms = FactColumn(_("TERMS"))
        self.next = NextStep()
        self._own = OwnLine()
        self._came = KeyFigure(_("referrals in"))
        self._won = KeyFigure(_("won"))
        self._sales = KeyFigure(_("sales brought"))
        self._owed = KeyFigure(_("owed"))
        self._arrange()

    def head_widgets(self) -> tuple[QWidget, ...]:
        """By what the card is taken, to be dragged elsewhere."""
        return self._initials, self._name

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(10))
        self._head.addLayout(self._who(), 1)
        self._head.addLayout(self._buttons())
        layout.addLayout(self._head)
        self._rest = QWidget()
        layout.addWidget(self._rest)
        layout = QVBoxLayout(self._rest)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(Hairline())
        facts = QHBoxLayout()
        facts.setSpacing(theme.px(20))
        for column, share in ((self._reach, 25), (self._terms, 22), (self.next, 22)):
            facts.addWidget(column, share)
        facts.addStrut(theme.px(FACTS_HEIGHT))
        layout.addLayout(facts)
        layout.addWidget(self._own)
        layout.addWidget(Hairline())
        figures = QHBoxLayout()
        figures.setSpacing(theme.px(12))
        for figure, share in ((self._came, 3), (self._won, 3), (self._sales, 4), (self._owed, 5)):
            figures.addWidget(figure, share)
        layout.addLayout(figures)

    def _who(self) -> QHBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        for widget in (self._name, self._tier, self._kind):
            first.addWidget(widget)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(theme.px(4))
        for part in (self._under, self._code_word, self._code):
            second.addWidget(part)
        second.addStretch(1)
        text = QVBoxLayout()
        text.setSpacing(theme.px(3))
        text.addStretch(1)
        text.addLayout(first)
        text.addLayout(second)
        text.addStretch(1)
        who = QHBoxLayout()
        who.setSpacing(theme.px(14))
        who.addWidget(self._initials)
        who.addLayout(text, 1)
        return who

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        for each in (self._call, self._mail, self._statement, self._referral, self._more):
            line.addWidget(each)
        line.addStretch(1)
        return line

    def set_low(self, low: bool) -> None:
        """Say every fact in one line, where the window is low."""
        for column in (self._reach, self._terms, self.next.facts):
            column.set_lines(1 if low else 2)
        self._own.set_low(low)

    def set_brief(self, brief: bool) -> None:
        """Show only whose card it is, where something else needs the room."""
        self._rest.setVisible(not brief)

    def show_picture(self, picture: QImage | None, name: str = "") -> None:
        """Show the photo or logo of the partner of this name; the initials where there is none."""
        self._initials.show_picture(picture, _("Picture of {partner}").format(partner=name))

    def preview(self, row: PartnerRow) -> None:
        """Show what the list knows, until the whole card has come."""
        self._show_name(row.name, row.tier, names.partner_kind_long(row.kind), row.code)
        self._under.setText("")

    def show_card(self, card: Card, today: date) -> None:
        """Show a partner."""
        fields = card.fields
        self._show_name(fields.name, fields.tier, names.partner_kind_long(fields.kind), fields.code)
        under = words.under_the_name(card)
        self._under.setText(under)
        self._code_word.setText(_("· code") if under else _("code"))
        self._reach.show_facts(words.reach(card))
        self._terms.show_facts(words.terms_facts(card.terms), words.terms_caption(card.terms, today))
        self.next.show_facts(words.next_facts(card, today))
        self.next.show_follow_up(card.next)
        self._own.show_fields(card.own)
        self._came.show_figure(number(card.referrals))
        self._won.show_figure(number(card.won), remark=words.won_share(card))
        self._sales.show_figure(words.first_sum(card.sales), words.sales_caption(card.sales))
        tone = "" if not card.owed else "red" if card.owed[0].minor < 0 else "accent"
        self._owed.show_figure(words.first_sum(card.owed), words.owed_caption(card), tone=tone)

    def _show_name(self, name: str, tier: str, kind: str, code: str) -> None:
        self.setAccessibleName(name)
        self._initials.show_initials(initials_of(name))
        self._name.setText(name)
        self._tier.show_text(tier, "amber")
        self._kind.show_text(kind, "accent")
        self._code_word.setText(_("code"))
        self._code.setText(code)
        for each, words_for in (
            (self._call, _("Log a call with {partner}")),
            (self._mail, _("Write an e-mail to {partner}")),
            (self._statement, _("Statement for {partner}")),
        ):
            each.setAccessibleName(words_for.format(partner=name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(BUTTONS_BELOW)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._referral.setVisible(self.width() >= theme.px(FOUR_BUTTONS_FROM if narrow else ALL_BUTTONS_FROM))
