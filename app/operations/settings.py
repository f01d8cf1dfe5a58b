"""Keeping what the user sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.alphabet import Alphabet, alphabet
from app.domain.errors import UserError
from app.domain.money import Money, check_currency
from app.domain.payouts import Account
from app.domain.rolodex import one_line
from app.domain.statements import Business
from app.domain.thresholds import Threshold, checked
from app.operations.bank_details import check_bic, check_iban
from app.persistence.tables import Setting
from app.queries import settings as queries
from app.queries.settings import ACCOUNT, BUSINESS, PREFERENCES, THRESHOLDS, Preferences


def save_business(session: Session, business: Business) -> None:
    """Keep the letterhead that documents carry."""
    if business.email.strip() and "@" not in business.email:
        raise UserError("email_invalid", "“{value}” is not an e-mail address.", value=business.email)
    if business.paper not in {"a4", "letter"}:
        raise UserError("paper_unknown", "Paper is a4 or letter.")
    value = {name: one_line(text) if isinstance(text, str) else text for name, text in asdict(business).items()}
    value["address"] = [line for line in (one_line(part) for part in business.address) if line]
    _save(session, BUSINESS, value)


def save_account(session: Session, account: Account) -> None:
    """Keep the account that partners are paid from; raises ``UserError`` for a wrong IBAN or BIC."""
    checked = Account(one_line(account.holder), check_iban(account.iban), check_bic(account.bic))
    _save(session, ACCOUNT, asdict(checked))


def save_preferences(session: Session, preferences: Preferences) -> None:
    """Keep how the program works for this book. In another language names are filed in its order from now on."""
    before = queries.filing(session)
    check_currency(preferences.currency)
    if preferences.reporting_currency:
        check_currency(preferences.reporting_currency)
    _save(session, PREFERENCES, asdict(preferences))
    if before is not alphabet(preferences.language):
        _file_anew(session, alphabet(preferences.language))


def _file_anew(session: Session, letters: Alphabet) -> None:
    """Put every name where the letters say: only names with other letters than A to Z can move."""
    names = session.execute(text("SELECT id, name, sort_key, initial FROM partner WHERE name GLOB '*[^ -~]*'"))
    moved = [
        {"id": row.id, "key": key, "letter": letter}
        for row in names
        for key, letter in [letters.file(row.name)]
        if (key, letter) != (row.sort_key, row.initial)
    ]
    if moved:
        session.execute(text("UPDATE partner SET sort_key = :key, initial = :letter WHERE id = :id"), moved)
        session.expire_all()


def report_in(session: Session, currency: str) -> None:
    """The currency in which totals of several currencies are shown too; empty for none."""
    save_preferences(session, replace(queries.preferences(session), reporting_currency=currency))


def set_threshold(session: Session, year: int, amount: Money) -> None:
    """From ``year`` on, ``amount`` or more paid to a partner in a year is to be reported; zero: nothing is."""
    new = checked(year, amount)
    others = [own for own in queries.own_thresholds(session) if (own.year, own.amount.currency) != _key(new)]
    _save_thresholds(session, [*others, new])


def remove_threshold(session: Session, year: int, currency: str) -> None:
    """Take one of the user's own thresholds out; where there is a usual one, that holds again."""
    own = queries.own_thresholds(session)
    _save_thresholds(session, [each for each in own if _key(each) != (year, currency)])


def _key(one: Threshold) -> tuple[int, str]:
    return one.year, one.amount.currency


def _save_thresholds(session: Session, own: Sequence[Threshold]) -> None:
    kept = [
        {"year": each.year, "amount": each.amount.minor, "currency": each.amount.currency}
        for each in sorted(own, key=lambda each: (each.amount.currency, each.year))
    ]
    _save(session, THRESHOLDS, {"own": kept})


def _save(session: Session, key: str, value: dict[str, Any]) -> None:
    row = session.scalars(select(Setting).where(Setting.key == key)).first()
    if row is None:
        session.add(Setting(key=key, value=value))
    elif row.value != value:
        row.value = value
