"""What the user has set: the business on the letterhead, the currency, the language; and how the window was left."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.domain.alphabet import Alphabet, alphabet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.payouts import Account
    from app.domain.statements import Business
    from app.domain.thresholds import Threshold

BUSINESS: Final = "business"
ACCOUNT: Final = "account"
PREFERENCES: Final = "preferences"
THRESHOLDS: Final = "thresholds"


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the program works for this book. ``appearance`` is ``system``, ``light`` or ``dark``.

    ``reporting_currency`` is the one in which totals of several currencies are shown too; empty for none.
    """

    currency: str = "EUR"
    language: str = "en"
    appearance: str = "system"
    cadence_days: int = 30
    hold_days: int = 30
    reporting_currency: str = ""


def _value(session: Session, key: str) -> dict[str, Any]:
    from sqlalchemy import select

    from app.persistence.tables import Setting

    return session.scalar(select(Setting.value).where(Setting.key == key)) or {}


def business(session: Session) -> Business:
    """The user's letterhead; empty fields where nothing was entered yet."""
    return _business(_value(session, BUSINESS))


def account(session: Session) -> Account:
    """The account that partners are paid from; empty fields where nothing was entered yet."""
    from app.domain.payouts import Account

    return Account(**_value(session, ACCOUNT))


def preferences(session: Session) -> Preferences:
    """The user's preferences, with the program's own where nothing was chosen."""
    return _preferences(_value(session, PREFERENCES))


def filing(session: Session) -> Alphabet:
    """In which order the book files names: by its language."""
    return alphabet(preferences(session).language)


def home_region(session: Session) -> str:
    """The country (ISO 3166) whose telephone numbers are written without one, by language and currency of the book."""
    from app.formatting.locales import territory

    chosen = preferences(session)
    return territory(chosen.language, chosen.currency)


def own_thresholds(session: Session) -> tuple[Threshold, ...]:
    """The reporting thresholds that the user has set, beside the usual ones."""
    from app.domain.money import Money
    from app.domain.thresholds import Threshold

    kept = _value(session, THRESHOLDS).get("own", ())
    return tuple(Threshold(each["year"], Money(each["amount"], each["currency"])) for each in kept)


def fast_preferences(connection: sqlite3.Connection) -> Preferences:
    """The same through the driver, for the first paint."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (PREFERENCES,)).fetchone()
    return _preferences(json.loads(row[0]) if row else {})


def view_state(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """How a part of the window was left; empty at first."""
    row = connection.execute("SELECT value FROM view_state WHERE key = ?", (key,)).fetchone()
    return dict(json.loads(row[0])) if row else {}


def _business(value: dict[str, Any]) -> Business:
    from app.domain.statements import Business

    known = {name: value[name] for name in Business.__slots__ if name in value}
    known["address"] = tuple(known.get("address", ()))
    return Business(**known)


def _preferences(value: dict[str, Any]) -> Preferences:
    return Preferences(**{name: value[name] for name in Preferences.__slots__ if name in value})
