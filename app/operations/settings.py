"""Keeping what the user sets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.money import check_currency
from app.domain.payouts import Account
from app.domain.rolodex import one_line
from app.domain.statements import Business
from app.operations.bank_details import check_bic, check_iban
from app.persistence.tables import Setting
from app.queries.settings import ACCOUNT, BUSINESS, PREFERENCES, Preferences


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
    """Keep how the program works for this book."""
    check_currency(preferences.currency)
    _save(session, PREFERENCES, asdict(preferences))


def _save(session: Session, key: str, value: dict[str, Any]) -> None:
    row = session.scalars(select(Setting).where(Setting.key == key)).first()
    if row is None:
        session.add(Setting(key=key, value=value))
    elif row.value != value:
        row.value = value
