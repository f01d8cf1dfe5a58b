"""One search over partners, people, referrals and notes, through the driver: every hit says where it matched."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.domain.partners import digits, fold
from app.persistence.searchable import match_expression, words
from app.queries.partner_list import matching


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. ``kind`` is ``partner``, ``person``, ``referral`` or ``communication``; ``where`` says what
    matched, ``title`` what it is."""

    kind: str
    record_id: int
    partner_id: int
    partner: str
    title: str
    where: str


def search(connection: sqlite3.Connection, typed: str, limit: int = 50) -> tuple[Hit, ...]:
    """What matches all the words typed, each as the beginning of a word: partners by name first, then records."""
    expression = match_expression(typed)
    if not expression:
        return ()
    found = _partners(connection, typed, expression, limit)
    if len(found) < limit and len(typed.strip()) >= 2:
        found += _records(connection, expression, limit - len(found))
    return tuple(found)


def _partners(connection: sqlite3.Connection, typed: str, expression: str, limit: int) -> list[Hit]:
    by_name = matching(connection, f"{{name}} : ({expression})", limit)
    names = _names(connection, by_name)
    found = [Hit("partner", partner_id, partner_id, names[partner_id], names[partner_id], "") for partner_id in by_name]
    if len(found) == limit:
        return found
    others = [partner_id for partner_id in matching(connection, expression, limit) if partner_id not in names]
    names |= _names(connection, others)
    return found + [_matched(connection, typed, other, names[other]) for other in others[: limit - len(found)]]


def _names(connection: sqlite3.Connection, wanted: list[int]) -> dict[int, str]:
    marks = ",".join("?" * len(wanted))
    return dict(connection.execute(f"SELECT id, name FROM partner WHERE id IN ({marks})", wanted).fetchall())


def _matched(connection: sqlite3.Connection, typed: str, partner_id: int, name: str) -> Hit:
    """The hit for a partner not found by its name: by a person, an e-mail, a number, a tag, an own field, its notes."""
    typed_words = words(typed)
    for person_id, person, role in connection.execute(
        "SELECT id, name, role FROM person WHERE partner_id = ? ORDER BY position", (partner_id,)
    ):
        folded = fold(f"{person} {role}")
        if any(word in folded for word in typed_words):
            return Hit("person", person_id, partner_id, name, person, role)
    number = digits(typed).lstrip("0")
    for value, normalised in connection.execute(
        "SELECT value, normalised FROM contact_point WHERE partner_id = ? ORDER BY position", (partner_id,)
    ):
        if any(word in fold(value) for word in typed_words) or (len(number) >= 4 and number in normalised):
            return Hit("partner", partner_id, partner_id, name, name, value)
    for (tag,) in connection.execute("SELECT tag FROM partner_tag WHERE partner_id = ?", (partner_id,)):
        if any(word in fold(tag) for word in typed_words):
            return Hit("partner", partner_id, partner_id, name, name, tag)
    for field, value in connection.execute(_OWN_FIELDS, (partner_id,)):
        if any(word in fold(value) for word in typed_words):
            return Hit("partner", partner_id, partner_id, name, name, f"{field}: {_excerpt(value, typed_words)}")
    notes = connection.execute("SELECT notes FROM partner WHERE id = ?", (partner_id,)).fetchone()[0]
    return Hit("partner", partner_id, partner_id, name, name, _excerpt(notes, typed_words))


def _records(connection: sqlite3.Connection, expression: str, limit: int) -> list[Hit]:
    rows = connection.execute(
        "SELECT rowid FROM record_search WHERE record_search MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, limit)
    ).fetchall()
    found = []
    for (rowid,) in rows:
        record_id, is_communication = divmod(rowid, 2)
        sql = _COMMUNICATION if is_communication else _REFERRAL
        row = connection.execute(sql, (record_id,)).fetchone()
        if row is not None:
            kind = "communication" if is_communication else "referral"
            found.append(Hit(kind, record_id, row[0], row[1], row[2][:120], row[3]))
    return found


_OWN_FIELDS = (
    "SELECT f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
    "WHERE v.partner_id = ? AND f.kind <> 'yesno' ORDER BY f.position, f.id"
)
_COMMUNICATION = (
    "SELECT p.id, p.name, m.text, m.happened_on FROM communication m "
    "JOIN partner p ON p.id = m.partner_id WHERE m.id = ?"
)
_REFERRAL = (
    "SELECT p.id, p.name, c.name, r.stage FROM referral r JOIN partner p ON p.id = r.partner_id "
    "JOIN customer c ON c.id = r.customer_id WHERE r.id = ?"
)


def _excerpt(text: str, typed_words: list[str]) -> str:
    folded = fold(text)
    at = min((folded.find(word) for word in typed_words if word in folded), default=0)
    start = max(0, at - 30)
    return ("…" if start else "") + " ".join(text[start : at + 60].split())
