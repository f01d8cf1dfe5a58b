"""Sales of won referrals: entered, corrected, paid by the customer, given back. The ledger follows each at once."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.commissions.terms import Basis, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import Stage
from app.domain.rolodex import one_line
from app.domain.sales import MadeOf, check_parts
from app.operations import commissions
from app.persistence.tables import Receipt, Referral, Sale, SaleLine
from app.queries import accounts


def add(
    session: Session,
    referral_id: int,
    amount: Money,
    sold_on: date,
    reference: str = "",
    parts: MadeOf = MadeOf(),  # noqa: B008 - frozen
) -> int:
    """A sale to the customer of a won referral, credited at once; returns its id."""
    referral = _won(session, referral_id)
    _check(session, referral, amount, sold_on, parts)
    sale = Sale(
        uid=str(uuid.uuid4()),
        referral_id=referral.id,
        sold_on=sold_on,
        amount_minor=amount.minor,
        currency=amount.currency,
        reference=one_line(reference),
    )
    _fill(sale, parts)
    session.add(sale)
    session.flush()
    _write_lines(session, sale, parts)
    commissions.credit(session, sale)
    return sale.id


def correct(
    session: Session,
    sale_id: int,
    amount: Money,
    sold_on: date,
    reference: str = "",
    parts: MadeOf = MadeOf(),  # noqa: B008 - frozen
) -> None:
    """Put right what was entered of a sale. What it had earned stays in the ledger; the difference is posted."""
    sale = get(session, sale_id)
    referral = session.get_one(Referral, sale.referral_id)
    _check(session, referral, amount, sold_on, parts)
    if amount.currency != sale.currency:
        raise UserError("sale_currency", "The currency of a sale stays. Refund it whole and enter a new one.")
    if amount.minor < _given_back(session, sale) or amount.minor < received(session, sale).minor:
        raise UserError("sale_below_moves", "The sale cannot be less than what was received or given back of it.")
    first = session.scalar(select(func.min(Sale.sold_on)).where(Sale.refund_of_id == sale.id))
    if first is not None and first < sold_on:
        raise UserError("refund_before_sale", "The refund cannot be before the sale.")
    sale.amount_minor, sale.sold_on, sale.reference = amount.minor, sold_on, one_line(reference)
    _fill(sale, parts)
    for line in session.scalars(select(SaleLine).filter_by(sale_id=sale.id)):
        session.delete(line)
    session.flush()
    _write_lines(session, sale, parts)
    commissions.credit_account(session, referral.partner_id, sale.currency)


def receive(session: Session, sale_id: int, amount: Money, on: date, reference: str = "") -> int:
    """Money the customer paid on a sale, whole or in part; returns the id of the receipt."""
    sale = get(session, sale_id)
    left = sale.amount_minor - received(session, sale).minor
    if amount.currency != sale.currency or not 0 < amount.minor <= left:
        raise UserError(
            "receipt_too_large",
            "A payment must be in {currency} and between zero and what is still to be paid, {left}.",
            currency=sale.currency,
            left=Money(left, sale.currency).decimal_text,
        )
    row = Receipt(
        uid=str(uuid.uuid4()),
        sale_id=sale.id,
        received_on=on,
        amount_minor=amount.minor,
        reference=one_line(reference),
    )
    session.add(row)
    session.flush()
    commissions.credit(session, sale)
    return row.id


def remove_receipt(session: Session, receipt_id: int) -> None:
    """Take out a payment that was entered wrongly. What it had earned is taken back by a new entry."""
    row = session.get(Receipt, receipt_id)
    if row is None:
        raise UserError("receipt_gone", "This payment is no longer in the book.")
    sale, uid = get(session, row.sale_id), row.uid
    session.delete(row)
    session.flush()
    commissions.withdraw(session, [uid])
    commissions.credit(session, sale)


def refund(session: Session, sale_id: int, amount: Money, on: date, reference: str = "") -> int:
    """Money given back on a sale; its commission is taken back in proportion. Returns the id of the refund."""
    sale = get(session, sale_id)
    left = Money(sale.amount_minor - _given_back(session, sale), sale.currency)
    if amount.currency != sale.currency or not 0 < amount.minor <= left.minor:
        raise UserError(
            "refund_too_large",
            "A refund must be in {currency} and between zero and what is left of the sale, {left}.",
            currency=sale.currency,
            left=left.decimal_text,
        )
    if on < sale.sold_on:
        raise UserError("refund_before_sale", "The refund cannot be before the sale.")
    row = Sale(
        uid=str(uuid.uuid4()),
        referral_id=sale.referral_id,
        refund_of_id=sale.id,
        sold_on=on,
        amount_minor=-amount.minor,
        currency=sale.currency,
        reference=one_line(reference),
    )
    session.add(row)
    session.flush()
    commissions.credit(session, sale)
    return row.id


def get(session: Session, sale_id: int) -> Sale:
    """The sale's row; raises ``UserError`` when it is gone or is itself a refund."""
    sale = session.get(Sale, sale_id)
    if sale is None or sale.refund_of_id is not None:
        raise UserError("sale_gone", "This sale is no longer in the book.")
    return sale


def received(session: Session, sale: Sale) -> Money:
    """What the customer has paid of a sale."""
    paid = session.scalar(select(func.sum(Receipt.amount_minor)).where(Receipt.sale_id == sale.id))
    return Money(paid or 0, sale.currency)


def _given_back(session: Session, sale: Sale) -> int:
    return -(session.scalar(select(func.sum(Sale.amount_minor)).where(Sale.refund_of_id == sale.id)) or 0)


def _won(session: Session, referral_id: int) -> Referral:
    referral = session.get(Referral, referral_id)
    if referral is None:
        raise UserError("referral_gone", "This referral is no longer in the book.")
    if referral.stage != Stage.WON:
        raise UserError("referral_open", "Mark the referral won before further sales are entered.")
    return referral


def _check(session: Session, referral: Referral, amount: Money, sold_on: date, parts: MadeOf) -> None:
    if amount.checked().minor <= 0:
        raise UserError("sale_not_positive", "A sale must be more than zero. For money given back, enter a refund.")
    if sold_on < referral.received_on:
        raise UserError("sale_before_referral", "The sale cannot be before the referral was received.")
    check_parts(amount, parts)
    version = in_force(accounts.versions(session, referral.partner_id), sold_on)
    if version is None:
        return
    if version.terms.currency != amount.currency:
        raise UserError(
            "currency_differs",
            "The sale is in {sale}, but the terms are in {terms}. Enter the sale in {terms} or change the terms.",
            sale=amount.currency,
            terms=version.terms.currency,
        )
    costs = [line.cost for line in parts.lines] or [parts.cost]
    if version.terms.basis is Basis.MARGIN and any(cost is None for cost in costs):
        raise UserError("cost_missing", "These terms pay on the margin: enter what the goods cost.")


def _fill(sale: Sale, parts: MadeOf) -> None:
    sale.tax_minor, sale.shipping_minor = parts.tax, parts.shipping
    sale.discount_minor, sale.cost_minor = parts.discount, parts.cost


def _write_lines(session: Session, sale: Sale, parts: MadeOf) -> None:
    session.add_all(
        SaleLine(
            sale_id=sale.id,
            position=position,
            product=one_line(line.product),
            variant=one_line(line.variant),
            category=one_line(line.category),
            quantity=line.quantity,
            amount_minor=line.amount,
            cost_minor=line.cost,
        )
        for position, line in enumerate(parts.lines)
    )
    session.flush()
