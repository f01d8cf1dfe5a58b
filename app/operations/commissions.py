"""Crediting: the ledger made to say what the terms say, by new entries only.

The engine works out what every sale, refund, payment and bonus of an account is to come to; where the ledger says
another sum, the difference is posted. So it does not matter in which order things were entered or corrected.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.account import Credit, Sale
from app.domain.commissions.document import rate_document
from app.domain.commissions.engine import work_out
from app.domain.commissions.periods import first_day, last_day
from app.domain.commissions.steps import Step
from app.domain.commissions.terms import FlatPer, Terms, Unit, Version
from app.domain.dates import Period
from app.domain.money import Money
from app.operations.ledger import Posting, post_all
from app.persistence.tables import Sale as SaleRow
from app.queries import accounts

_KINDS = {"sale": "accrual", "receipt": "accrual", "refund": "refund", "bonus": "bonus"}
_WAITING = "accounts waiting"
_WIDEST = (Unit.EVER, Unit.YEAR, Unit.HALF_YEAR, Unit.QUARTER, Unit.MONTH)


def credit(session: Session, sale: SaleRow) -> None:
    """Bring the ledger to what ``sale`` and all that it changes for other sales come to.

    A first credit is an accrual; afterwards the difference is posted as an adjustment that names the entry it
    corrects. What was paid is never altered.
    """
    row = session.execute(
        text("SELECT partner_id, customer_id FROM referral WHERE id = :id"), {"id": sale.referral_id}
    ).one()
    credit_around(session, row.partner_id, row.customer_id, sale.sold_on, sale.currency)


@contextmanager
def together(session: Session) -> Iterator[None]:
    """While many sales are entered in one write, their accounts wait, and each is worked out once at the end."""
    waiting: set[tuple[int, str]] = set()
    session.info[_WAITING] = waiting
    try:
        yield
    finally:
        del session.info[_WAITING]
    for partner_id, currency in sorted(waiting):
        credit_account(session, partner_id, currency)


def credit_around(session: Session, partner_id: int, customer_id: int, day: date, currency: str) -> None:
    """Bring the ledger to what those sales of an account come to that a sale to a customer on a day can change."""
    if _WAITING in session.info:
        session.info[_WAITING].add((partner_id, currency))
        return
    terms = accounts.versions(session, partner_id)
    scope = _scope(terms, customer_id, day)
    if scope is None:
        credit_account(session, partner_id, currency)
        return
    sales = accounts.account(session, partner_id, currency, **scope)
    _bring(session, partner_id, currency, work_out(partner_id, terms, currency, sales))


def credit_partner(session: Session, partner_id: int) -> None:
    """Bring the ledger to what all sales of a primary partner come to, in every currency."""
    for currency in sorted({*accounts.currencies(session, partner_id), *_bonus_currencies(session, partner_id)}):
        credit_account(session, partner_id, currency)


def _bonus_currencies(session: Session, partner_id: int) -> Iterable[str]:
    """Those in which bonuses were credited: the sales that brought them may be gone."""
    return session.scalars(
        text("SELECT DISTINCT currency FROM ledger_entry WHERE sale_uid >= :low AND sale_uid < :high"),
        {"low": f"bonus:{partner_id}:", "high": f"bonus:{partner_id};"},
    )


def credit_account(session: Session, partner_id: int, currency: str) -> None:
    """Bring the ledger to what all sales of an account come to."""
    terms = accounts.versions(session, partner_id)
    wanted = work_out(partner_id, terms, currency, accounts.account(session, partner_id, currency))
    _bring(session, partner_id, currency, wanted, everything=True)


def withdraw(session: Session, keys: Collection[str]) -> None:
    """Take back what is still credited for sales, refunds and payments, by their uids, that are gone from the book."""
    ledgers: defaultdict[str, _Ledger] = defaultdict(_Ledger)
    rows = session.execute(
        text(f"{_SAID}sale_uid IN (SELECT value FROM json_each(:keys)) ORDER BY id"), {"keys": json.dumps([*keys])}
    )
    for row in rows:
        ledgers[row.currency].take([row])
    post_all(session, [posting for currency, ledger in ledgers.items() for posting in _left_over(ledger, currency)])


def _scope(versions: Sequence[Version], customer_id: int, day: date) -> dict[str, Any] | None:
    """Which sales a sale on ``day`` can change anything for: its customer's, its period's, or (none) all of them."""
    terms = [version.terms for version in versions]
    units = {unit for each in terms for unit in _units(each)}
    if not units:
        return {"customer_id": customer_id}
    if any(_looks_at_customers(each) for each in terms):
        return None
    widest = next(unit for unit in _WIDEST if unit in units)
    first, last = first_day(widest, day), last_day(widest, day)
    return None if first is None or last is None else {"within": Period(first, last)}


def _units(terms: Terms) -> Iterable[Unit]:
    if terms.bands is not None:
        yield terms.bands.unit
    if terms.cap_period is not None:
        yield terms.cap_period.unit
    yield from (bonus.unit for bonus in terms.bonuses)


def _looks_at_customers(terms: Terms) -> bool:
    return bool(
        terms.recurring is not None
        or terms.cap_customer is not None
        or terms.per is FlatPer.REFERRAL
        or terms.window_days is not None
        or terms.bonuses
    )


class _Ledger:
    """What the ledger says by key and partner: the sum, the first entry that still stands, and the last that did."""

    def __init__(self) -> None:
        self.sums: defaultdict[tuple[str, int], int] = defaultdict(int)
        self.first: dict[tuple[str, int], int] = {}
        self.original: dict[str, tuple[int | None, str]] = {}

    def take(self, rows: Iterable[Any]) -> None:
        for row in rows:
            at = row.sale_uid, row.partner_id
            self.sums[at] += row.amount_minor
            self.original[row.sale_uid] = row.referral_id, row.customer
            if row.kind not in {"adjustment", "reversal"}:
                self.first[at] = row.id


_SAID = "SELECT id, sale_uid, partner_id, amount_minor, kind, referral_id, customer, currency FROM ledger_entry WHERE "


def _said(session: Session, partner_id: int, currency: str, keys: list[str], everything: bool) -> _Ledger:
    ledger = _Ledger()
    session.execute(text("CREATE TEMP TABLE IF NOT EXISTS credited_key (uid TEXT PRIMARY KEY)"))
    session.execute(text("DELETE FROM credited_key"))
    session.execute(text("INSERT INTO credited_key VALUES (:uid)"), [{"uid": key} for key in keys] or [{"uid": ""}])
    ledger.take(
        session.execute(text(f"{_SAID}sale_uid IN (SELECT uid FROM credited_key) AND sale_uid <> '' ORDER BY id"))
    )
    if everything:
        ledger.take(
            session.execute(
                text(
                    f"{_SAID}sale_uid >= :low AND sale_uid < :high "
                    "AND sale_uid NOT IN (SELECT uid FROM credited_key) ORDER BY id"
                ),
                {"low": f"bonus:{partner_id}:{currency}:", "high": f"bonus:{partner_id}:{currency};"},
            )
        )
    return ledger


def _bring(
    session: Session, partner_id: int, currency: str, wanted: Sequence[Credit], everything: bool = False
) -> None:
    """Post what the ledger lacks of ``wanted``; with ``everything`` also take back bonuses no longer earned."""
    ledger = _said(session, partner_id, currency, _keys(wanted), everything)
    postings = []
    names = _customers(session, wanted)
    for credit_ in wanted:
        at = credit_.key, credit_.partner
        credited = ledger.sums.pop(at, 0)
        if credited != credit_.amount:
            postings.append(_posting(credit_, credited, currency, ledger.first, names))
    post_all(session, [*postings, *_left_over(ledger, currency)])


def _keys(wanted: Sequence[Credit]) -> list[str]:
    """What the ledger can know the sales by: also payments, which earn nothing any more once the sale itself does."""
    payments = (receipt.uid for each in wanted for receipt in each.sale.receipts)
    return list(dict.fromkeys([*(each.key for each in wanted), *payments]))


def _left_over(ledger: _Ledger, currency: str) -> Iterable[Posting]:
    """What takes back all that the ledger says of keys that nothing is to be credited for."""
    for (key, partner), credited in ledger.sums.items():
        if credited:
            yield _withdrawn(key, partner, credited, currency, ledger)


def _customers(session: Session, wanted: Sequence[Credit]) -> dict[int, str]:
    ids = {credit_.sale.customer for credit_ in wanted}
    found = session.execute(
        text("SELECT id, name FROM customer WHERE id IN (SELECT value FROM json_each(:ids))"), {"ids": str([*ids])}
    )
    return {row[0]: row[1] for row in found}


def _posting(
    credit_: Credit, credited: int, currency: str, first: dict[tuple[str, int], int], names: dict[int, str]
) -> Posting:
    kind, steps, day = _KINDS[credit_.kind], credit_.steps(currency), credit_.day
    change = Money(credit_.amount - credited, currency)
    corrects = first.get((credit_.sale.uid, credit_.partner)) if credit_.kind == "refund" else None
    if credited:
        kind, day = "adjustment", clock.today()
        corrects = first.get((credit_.key, credit_.partner))
        steps = (*steps, Step("credited", Money(credited, currency), change))
    return Posting(
        partner_id=credit_.partner,
        kind=kind,
        day=day,
        payable_on=credit_.payable_on,
        base=Money(credit_.base, currency),
        amount=change,
        steps=steps,
        referral_id=credit_.sale.referral,
        sale_uid=credit_.key,
        customer=names.get(credit_.sale.customer, ""),
        terms_id=credit_.version.id if credit_.version else None,
        terms_version=credit_.version.version if credit_.version else None,
        corrects_id=corrects,
        inputs=inputs_of(credit_.sale),
    )


def _withdrawn(key: str, partner_id: int, credited: int, currency: str, ledger: _Ledger) -> Posting:
    """What was credited to a partner who no longer has a part in it, or as a bonus no longer earned, is taken back."""
    referral_id, customer = ledger.original[key]
    zero, change = Money.zero(currency), Money(-credited, currency)
    return Posting(
        partner_id=partner_id,
        kind="adjustment",
        day=clock.today(),
        payable_on=clock.today(),
        base=zero,
        amount=change,
        steps=(Step("credited", Money(credited, currency), change),),
        referral_id=referral_id,
        sale_uid=key,
        customer=customer,
        corrects_id=ledger.first.get((key, partner_id)),
    )


def inputs_of(sale: Sale) -> dict[str, Any]:
    """What the engine was given of the sale, as plain JSON; only what differs from an empty field."""
    found: dict[str, Any] = {"sold_on": sale.sold_on.isoformat(), "amount": sale.amount}
    parts = {"tax": sale.tax, "shipping": sale.shipping, "cost": sale.cost}
    found |= {name: value for name, value in parts.items() if value}
    if sale.lines:
        found["lines"] = [line._asdict() for line in sale.lines]
    for name, movements in (("refunds", sale.refunds), ("receipts", sale.receipts)):
        if movements:
            found[name] = [[movement.day.isoformat(), movement.amount] for movement in movements]
    if sale.deal is not None:
        found["deal"] = rate_document(sale.deal)
    if sale.shares:
        found["shares"] = [list(share) for share in sale.shares]
    return found
