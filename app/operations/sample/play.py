"""Carrying out what was planned, by the operations that the window uses, each at its own moment."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.communications import CommunicationFields
from app.operations import communications, partners, referrals, reminders, sales, terms
from app.operations.sample.plan import (
    Agree,
    Become,
    Happening,
    Join,
    Move,
    Receive,
    Refund,
    Remind,
    Sell,
    Talk,
    Tick,
)
from app.persistence.tables import Person, Reminder

PROMISE = "promise"
"""The key of the follow-up that the latest contact promised."""


class Player:
    """Remembers the ids of what it made; keys of referrals, sales and follow-ups are each partner's own."""

    def __init__(self) -> None:
        self.partners: dict[int, int] = {}
        self._people: dict[int, int] = {}
        self._talks: dict[int, int] = {}
        self._referrals: dict[tuple[int, str], int] = {}
        self._won: set[int] = set()
        self._sales: dict[tuple[int, str], int] = {}
        self._reminders: dict[tuple[int, str], int] = {}

    def perform(self, session: Session, happening: Happening) -> None:
        """Do the deed at its moment."""
        with clock.fixed_here(happening.at):
            if isinstance(happening.deed, (Receive, Move, Sell, Refund)):
                self._perform_sale(session, happening, happening.deed)
            elif isinstance(happening.deed, Join):
                self._join(session, happening.who, happening.deed)
            else:
                self._perform_contact(session, happening, happening.deed)

    def _join(self, session: Session, who: int, deed: Join) -> None:
        partner_id = self.partners[who] = partners.add(session, deed.fields)
        self._people[who] = session.scalars(select(Person.id).filter_by(partner_id=partner_id, position=0)).one()

    def _perform_contact(
        self, session: Session, happening: Happening, deed: Become | Agree | Talk | Remind | Tick
    ) -> None:
        who, partner_id = happening.who, self.partners[happening.who]
        match deed:
            case Become():
                partners.set_status(session, partner_id, deed.status)
            case Agree():
                terms.agree(session, partner_id, deed.terms, deed.starts_on, deed.note)
            case Talk():
                self._talk(session, happening, deed)
            case Remind():
                promised_in = self._talks.get(who) if deed.promised else None
                self._reminders[who, deed.key] = reminders.add(session, partner_id, deed.fields, promised_in)
            case Tick():
                reminders.done(session, self._reminders[who, deed.key], happening.at.date())
                following = select(Reminder.id).filter_by(partner_id=partner_id, status="open")
                self._reminders[who, deed.key] = session.scalars(following.order_by(Reminder.id.desc())).first() or 0
            case _:
                assert_never(deed)

    def _talk(self, session: Session, happening: Happening, deed: Talk) -> None:
        who = happening.who
        fields = CommunicationFields(
            kind=deed.kind,
            text=deed.text,
            happened_at=happening.at,
            direction=deed.direction,
            person_id=self._people[who],
            referral_id=self._referrals[who, deed.about] if deed.about else None,
        )
        closes = self._reminders.pop((who, PROMISE)) if deed.keeps else None
        talk = self._talks[who] = communications.log(session, self.partners[who], fields, closes=closes)
        if deed.promise:
            self._reminders[who, PROMISE] = reminders.add(session, self.partners[who], deed.promise, talk)

    def _perform_sale(self, session: Session, happening: Happening, deed: Receive | Move | Sell | Refund) -> None:
        who, day = happening.who, happening.at.date()
        match deed:
            case Receive():
                self._referrals[who, deed.key] = referrals.log(session, self.partners[who], deed.fields)
            case Move():
                referrals.move(session, self._referrals[who, deed.key], deed.stage, day, deed.reason)
            case Sell():
                referral_id = self._referrals[who, deed.key]
                sell = sales.add if referral_id in self._won else referrals.mark_won
                self._sales[who, deed.reference] = sell(session, referral_id, deed.amount, day, deed.reference)
                self._won.add(referral_id)
            case Refund():
                sales.refund(session, self._sales[who, deed.of], deed.amount, day, deed.reason)
            case _:
                assert_never(deed)
