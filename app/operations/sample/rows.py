"""Rows to be inserted set-wise, with their ids given out beforehand, and the texts of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from app.operations.sample.profiles import YEARS
from app.persistence.journal import highest_id

COLUMNS: Final = {
    "partner": "id uid code name sort_key initial kind status tier language cadence_days best_time pay_method notes "
    "source created_at",
    "person": "id uid partner_id name role position birthday notes",
    "contact_point": "id partner_id person_id kind label value normalised position",
    "address": "id partner_id label street city region postal_code country position",
    "partner_tag": "id partner_id tag",
    "custom_value": "id partner_id field_id value",
    "terms_version": "id partner_id version starts_on currency hold_days rounding rules note created_at",
    "customer": "id uid name sort_key contact email phone",
    "referral": "id uid partner_id customer_id stage received_on stage_since expected_minor currency note lost_reason",
    "stage_change": "id referral_id stage changed_on changed_at",
    "sale": "id uid referral_id refund_of_id sold_on amount_minor currency reference",
    "communication": "id uid partner_id person_id kind direction happened_at happened_on text",
    "reminder": "id uid partner_id communication_id text due_on due_time repeat_unit status",
    "ledger_entry": "id partner_id kind referral_id sale_uid terms_id terms_version corrects_id customer day "
    "payable_on base_minor amount_minor currency steps why posted_at previous_hash hash inputs",
}
"""What is inserted, in an order in which nothing refers to a row not yet there."""


class Rows:
    """Rows by table, each beginning with its id."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self._next = {name: highest_id(session, name) + 1 for name in COLUMNS}

    def add(self, table: str, *values: Any) -> int:
        """A row of ``table``, its values in the order of ``COLUMNS`` after the id, which is returned."""
        row_id = self._next[table]
        self._next[table] = row_id + 1
        self._waiting[table].append((row_id, *values))
        return row_id

    def insert(self) -> None:
        """Insert what waits."""
        connection = self._session.connection()
        for table, columns in COLUMNS.items():
            names = columns.split()
            if rows := self._waiting[table]:
                marks = ", ".join("?" * len(names))
                connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
                self._waiting[table] = []


class Days:
    """Days up to two years back and some ahead, as dates and as the texts that the book keeps, made once."""

    AHEAD: Final = 60

    def __init__(self, today: date) -> None:
        self._dates = [today + timedelta(days=self.AHEAD - back) for back in range(self.AHEAD + YEARS + 2)]
        self._texts = [day.isoformat() for day in self._dates]

    def date(self, ago: int) -> date:
        """The day ``ago`` days before today; after today for a negative number."""
        return self._dates[ago + self.AHEAD]

    def text(self, ago: int) -> str:
        return self._texts[ago + self.AHEAD]

    def instant(self, ago: int, minute: int) -> str:
        """``minute`` minutes after nine on that day, in UTC."""
        return f"{self._texts[ago + self.AHEAD]}T{9 + minute // 60:02d}:{minute % 60:02d}:00.000000Z"
