"""The referrals and sales of the crowd, and what they earn, by the engine, chained into the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.account import Credit, Movement, Sale
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Terms, Version
from app.domain.money import Money
from app.domain.partners import sort_key
from app.domain.referrals import Stage
from app.formatting import explain
from app.operations.commissions import inputs_of
from app.operations.sample.funnels import BUYING_AGAIN, amount_near, stages
from app.operations.sample.profiles import usual_sale
from app.operations.sample.rows import Days, Rows
from app.operations.sample.words import Tongue, mailbox, pick, resource, uid
from app.persistence.chain import GENESIS, hash_of
from app.persistence.tables import LedgerEntry

REFUNDED: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Deal:
    """What the entries of one referral have in common."""

    partner_id: int
    referral_id: int
    customer_id: int
    terms_id: int
    terms: Terms
    customer: str
    received_on: date


class Sales:
    """Adds referrals, one after the other; remembers the end of the chain."""

    def __init__(self, session: Session, rows: Rows, rng: Random, days: Days) -> None:
        self._rows, self._rng, self._days = rows, rng, days
        self._last_hash = session.scalars(select(LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)).first()
        self._posted_at = clock.now()
        self._reasons = resource("texts.json")["lost_reasons"]

    def add_referral(self, partner_id: int, terms_id: int, terms: Terms, tongue: Tongue, since: int) -> None:
        """A referral received at most ``since`` days ago, as far as it got by now, with its sale when it was won."""
        rng = self._rng
        customer, contact = tongue.firm(rng), tongue.person(rng)
        customer_id = self._rows.add(
            "customer", uid(rng), customer, sort_key(customer), contact, f"{mailbox(contact)}@customer.example", ""
        )
        received = 1 + int(rng.random() * since)
        day = self._days.date(received)
        passed = [(Stage.RECEIVED, received)]
        passed += [(stage, received - (on - day).days) for stage, on in stages(rng, day)]
        passed = [(stage, ago) for stage, ago in passed if ago > 0]
        stage, stage_since = passed[-1]
        expected = amount_near(rng, usual_sale(rng, terms.currency))
        lost = pick(rng, self._reasons) if stage is Stage.LOST else ""
        referral_id = self._rows.add(
            "referral", uid(rng), partner_id, customer_id, stage.value, self._days.text(received),
            self._days.text(stage_since), expected.minor, terms.currency, "", lost,
        )  # fmt: skip
        for minute, (each, ago) in enumerate(passed, start=60):
            self._rows.add(
                "stage_change", referral_id, each.value, self._days.text(ago), self._days.instant(ago, minute)
            )
        if stage is Stage.WON:
            deal = _Deal(partner_id, referral_id, customer_id, terms_id, terms, customer, day)
            sales = [self._sell(deal, amount_near(rng, expected, 0.7, 1.3), stage_since)]
            if rng.random() < BUYING_AGAIN and stage_since > 1:
                again = 1 + int(rng.random() * (stage_since - 1))
                sales.append(self._sell(deal, amount_near(rng, expected, 0.1, 0.4), again))
            self._credit(deal, sales)

    def _sell(self, deal: _Deal, amount: Money, ago: int) -> Sale:
        rng = self._rng
        sale_uid = uid(rng)
        sale_id = self._rows.add(
            "sale", sale_uid, deal.referral_id, None, self._days.text(ago), amount.minor, amount.currency, ""
        )
        refunds: tuple[Movement, ...] = ()
        if rng.random() < REFUNDED and ago > 30:
            refunds = (self._give_back(deal, sale_id, amount, ago - 1 - int(rng.random() * 28)),)
        return Sale(
            sale_uid, deal.referral_id, deal.customer_id, deal.received_on, self._days.date(ago), amount.minor,
            refunds=refunds,
        )  # fmt: skip

    def _give_back(self, deal: _Deal, sale_id: int, sale: Money, ago: int) -> Movement:
        """Half of the sale is refunded."""
        back, refund_uid = sale.minor // 2, uid(self._rng)
        reason = pick(self._rng, resource("texts.json")["refund_reasons"])
        self._rows.add(
            "sale", refund_uid, deal.referral_id, sale_id, self._days.text(ago), -back, sale.currency, reason
        )
        return Movement(refund_uid, self._days.date(ago), back)

    def _credit(self, deal: _Deal, sales: list[Sale]) -> None:
        version = Version(deal.terms_id, 1, date.min, deal.terms)
        accruals: dict[str, int] = {}
        for credit in work_out(deal.partner_id, [version], deal.terms.currency, sales):
            if credit.amount:
                kind = "accrual" if credit.kind == "sale" else credit.kind
                corrects = accruals.get(credit.sale.uid) if kind == "refund" else None
                accruals[credit.key] = self._post(deal, kind, credit, corrects)

    def _post(self, deal: _Deal, kind: str, credit: Credit, corrects_id: int | None) -> int:
        currency = deal.terms.currency
        steps = credit.steps(currency)
        entry = LedgerEntry(
            partner_id=deal.partner_id, kind=kind, referral_id=deal.referral_id, sale_uid=credit.key,
            terms_id=deal.terms_id, terms_version=1, corrects_id=corrects_id, payout_id=None, customer=deal.customer,
            day=credit.day, payable_on=credit.payable_on, base_minor=credit.base, amount_minor=credit.amount,
            currency=currency, steps=[step.as_dict() for step in steps], why=explain(steps, "en"),
            posted_at=self._posted_at, previous_hash=self._last_hash or GENESIS, inputs=inputs_of(credit.sale),
        )  # fmt: skip
        self._last_hash = entry.hash = hash_of(entry)
        return self._rows.add(
            "ledger_entry", entry.partner_id, kind, entry.referral_id, entry.sale_uid, entry.terms_id, 1, corrects_id,
            entry.customer, entry.day.isoformat(), entry.payable_on.isoformat(), entry.base_minor, entry.amount_minor,
            entry.currency, json.dumps(entry.steps), entry.why, self._posted_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            entry.previous_hash, entry.hash, json.dumps(entry.inputs),
        )  # fmt: skip
