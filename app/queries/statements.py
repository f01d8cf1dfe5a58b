"""Statements: drawn up from what is open, read back as they were issued, and the list of what was issued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from app.domain.commissions.steps import Step
from app.domain.dates import Period, month_of, year_of
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.statements import Addressee, Line, Statement, YearSoFar, draw_up
from app.persistence.tables import (
    Address,
    ContactPoint,
    IssuedStatement,
    LedgerEntry,
    Partner,
    Payout,
    Person,
    Receipt,
    Referral,
    Sale,
    TermsVersion,
    Voiding,
)
from app.queries import balances
from app.queries.settings import business


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement in the list of those issued; ``void_reason`` is set when it no longer stands."""

    number: str
    partner_id: int
    partner: str
    payout_id: int
    issued_on: date
    period: Period
    total: Money
    method: str
    reference: str
    void_reason: str | None


def draft(
    session: Session,
    partner_id: int,
    currency: str,
    until: date,
    issued_on: date,
    *,
    number: str = "",
    method: str = "",
    entries: Collection[int] | None = None,
) -> Statement:
    """The statement that would be issued: all open entries payable up to ``until``, what stays on hold, the year.

    With ``entries`` only those of them that have these ids.
    """
    rows = _open_entries(session, partner_id, currency, until)
    if entries is not None:
        wanted = set(entries)
        rows = [row for row in rows if row.id in wanted]
    lines = [_line(session, entry) for entry in rows]
    terms = session.scalars(
        select(TermsVersion)
        .where(TermsVersion.partner_id == partner_id, TermsVersion.starts_on <= until)
        .order_by(TermsVersion.starts_on.desc(), TermsVersion.version.desc())
    ).first()
    partner = session.get_one(Partner, partner_id)
    to_be_paid = sum(line.commission.minor for line in lines)
    balance = balances.since_last_payout(session, partner_id, currency)
    return draw_up(
        number=number,
        issued_on=issued_on,
        period=_period(session, partner_id, currency, lines, until),
        business=business(session),
        partner=addressee(session, partner),
        terms_version=terms.version if terms else None,
        terms_since=terms.starts_on if terms else None,
        pay_method=method or partner.pay_method,
        currency=currency,
        lines=lines,
        on_hold=balances.on_hold(session, partner_id, currency, until),
        year=_year(session, partner_id, currency, issued_on),
        balance=balance.after_paying(Money(max(to_be_paid, 0), currency)),
    )


def activity(session: Session, partner_id: int, currency: str, period: Period, issued_on: date) -> Statement:
    """A statement over all that was posted for ``period``, paid or not: for looking, never issued."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.partner_id == partner_id,
            LedgerEntry.currency == currency,
            LedgerEntry.kind.not_in(("payout", "payout_void")),
            LedgerEntry.day.between(period.first, period.last),
        )
        .order_by(LedgerEntry.day, LedgerEntry.id)
    )
    drawn = draft(session, partner_id, currency, period.last, issued_on)
    return draw_up(
        number="",
        issued_on=issued_on,
        period=period,
        business=drawn.business,
        partner=drawn.partner,
        terms_version=drawn.terms_version,
        terms_since=drawn.terms_since,
        pay_method=drawn.pay_method,
        currency=currency,
        lines=[_line(session, row) for row in rows],
        on_hold=balances.on_hold_at(session, partner_id, currency, period.last),
        year=drawn.year,
        balance=balances.within(session, partner_id, currency, period),
        overview=True,
    )


def issued(session: Session, number: str) -> Statement:
    """An issued statement, from its frozen document."""
    row = session.scalars(select(IssuedStatement).where(IssuedStatement.number == number)).first()
    if row is None:
        raise UserError("statement_unknown", "There is no statement {number}.", number=number)
    return Statement.from_dict(row.document)


def void_reason(session: Session, number: str) -> str | None:
    """Why the statement is void; none while it stands."""
    return session.scalars(
        select(Voiding.reason)
        .join(IssuedStatement, IssuedStatement.payout_id == Voiding.payout_id)
        .where(IssuedStatement.number == number)
    ).first()


def listed(session: Session, partner_id: int | None = None, limit: int = 500) -> tuple[Issued, ...]:
    """Statements issued, the newest first: of one partner or of all."""
    query = (
        select(IssuedStatement, Partner.name, Payout.method, Payout.reference, Voiding.reason)
        .join(Partner, Partner.id == IssuedStatement.partner_id)
        .join(Payout, Payout.id == IssuedStatement.payout_id)
        .outerjoin(Voiding, Voiding.payout_id == IssuedStatement.payout_id)
        .order_by(IssuedStatement.id.desc())
        .limit(limit)
    )
    if partner_id is not None:
        query = query.where(or_(Partner.id == partner_id, Partner.merged_into_id == partner_id))
    return tuple(
        Issued(
            row.number,
            row.partner_id,
            name,
            row.payout_id,
            row.issued_on,
            Period(row.first_day, row.last_day),
            Money(row.total_minor, row.currency),
            method,
            reference,
            reason,
        )
        for row, name, method, reference, reason in session.execute(query)
    )


def currencies(session: Session, partner_id: int) -> tuple[str, ...]:
    """The currencies in which the partner has anything in the ledger, the one used last first."""
    rows = session.execute(
        select(LedgerEntry.currency)
        .where(LedgerEntry.partner_id == partner_id)
        .group_by(LedgerEntry.currency)
        .order_by(func.max(LedgerEntry.id).desc())
    )
    return tuple(row[0] for row in rows)


def addressee(session: Session, partner: Partner) -> Addressee:
    """The partner as documents name it: main contact, first address, first e-mail."""
    contact = session.scalars(select(Person).filter_by(partner_id=partner.id).order_by(Person.position)).first()
    address = session.scalars(select(Address).filter_by(partner_id=partner.id).order_by(Address.position)).first()
    email = session.scalars(
        select(ContactPoint.value)
        .filter_by(partner_id=partner.id, kind="email")
        .order_by(ContactPoint.person_id.is_not(None), ContactPoint.position)
    ).first()
    lines: tuple[str, ...] = ()
    if address:
        town = " ".join(part for part in (address.postal_code, address.city) if part)
        lines = tuple(x for x in (*address.street.splitlines(), town, address.region, address.country) if x.strip())
    name = contact.name if contact and contact.name != partner.name else ""
    return Addressee(partner.name, partner.code, name, lines, email or "")


def _open_entries(session: Session, partner_id: int, currency: str, until: date) -> list[LedgerEntry]:
    query = (
        select(LedgerEntry)
        .where(
            text(
                "ledger_entry.id IN (SELECT entry_id FROM unsettled WHERE partner_id = :partner "
                "AND currency = :currency AND payable_on <= :until)"
            )
        )
        .order_by(LedgerEntry.day, LedgerEntry.id)
    )
    found = session.scalars(query, {"partner": partner_id, "currency": currency, "until": until.isoformat()})
    return list(found)


def _line(session: Session, entry: LedgerEntry) -> Line:
    about, refers_to = entry.kind, None
    if entry.kind == "accrual":
        about = _credited(session, entry)
    elif entry.corrects_id is not None:
        original = session.get(LedgerEntry, entry.corrects_id)
        refers_to = original.day if original else None
    return Line(
        entry_id=entry.id,
        day=entry.day,
        customer=entry.customer,
        about=about,
        steps=tuple(Step.from_dict(step) for step in entry.steps),
        sale=Money(entry.base_minor, entry.currency),
        commission=Money(entry.amount_minor, entry.currency),
        refers_to=refers_to,
    )


def _credited(session: Session, entry: LedgerEntry) -> str:
    """Whether an accrual is for a customer's first sale, another one, or a payment."""
    sale = session.scalars(select(Sale).where(Sale.uid == entry.sale_uid)).first()
    if sale is None:
        payment = session.scalar(select(Receipt.id).where(Receipt.uid == entry.sale_uid))
        return "payment" if payment else "first_sale"
    earlier = select(func.count()).where(
        Sale.referral_id == sale.referral_id,
        Sale.refund_of_id.is_(None),
        (Sale.sold_on < sale.sold_on) | ((Sale.sold_on == sale.sold_on) & (Sale.id < sale.id)),
    )
    return "sale" if session.scalar(earlier) else "first_sale"


def _period(session: Session, partner_id: int, currency: str, lines: list[Line], until: date) -> Period:
    """From the day after the last standing statement, or the month of the earliest line, to ``until``."""
    last = session.scalar(
        select(func.max(IssuedStatement.last_day))
        .where(IssuedStatement.partner_id == partner_id, IssuedStatement.currency == currency)
        .where(~select(Voiding.id).where(Voiding.payout_id == IssuedStatement.payout_id).exists())
    )
    earliest = min((line.day for line in lines), default=until)
    first = last + timedelta(days=1) if last else month_of(earliest).first
    return Period(min(first, until), until)


def _year(session: Session, partner_id: int, currency: str, day: date) -> YearSoFar:
    year = year_of(day)
    referrals = select(func.count()).where(
        Referral.partner_id == partner_id, Referral.received_on.between(year.first, year.last)
    )
    won = referrals.where(Referral.stage == "won")
    sales = (
        select(func.sum(Sale.amount_minor))
        .join(Referral, Referral.id == Sale.referral_id)
        .where(
            Referral.partner_id == partner_id, Sale.currency == currency, Sale.sold_on.between(year.first, year.last)
        )
    )
    paid = (
        select(func.sum(Payout.amount_minor))
        .where(
            Payout.partner_id == partner_id, Payout.currency == currency, Payout.paid_on.between(year.first, year.last)
        )
        .where(~select(Voiding.id).where(Voiding.payout_id == Payout.id).exists())
    )
    return YearSoFar(
        year.first.year,
        session.scalar(referrals) or 0,
        session.scalar(won) or 0,
        Money(session.scalar(sales) or 0, currency),
        Money(session.scalar(paid) or 0, currency),
    )
