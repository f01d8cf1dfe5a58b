"""What is worked out from the book and kept only to be found fast: search index, partner summaries, unsettled entries.

Brought up to date in the same transaction as the write that touched the rows, set-wise, from the journal's record of
what was touched; ``rebuild`` makes all of it anew. Nothing here is the only place where something is known.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.persistence.journal import Touched

_SEARCHED = frozenset({"partner", "person", "contact_point", "partner_tag", "custom_value"})
_SUMMARISED = frozenset({"partner", "communication", "reminder"})
_SETTLING = frozenset({"ledger_entry", "payout_line", "voiding"})

_PARTNER_DOCUMENTS = """
INSERT INTO partner_search (rowid, name, people, contact, tags, notes)
SELECT p.id, searchable(p.name) || ' ' || p.code,
  searchable((SELECT group_concat(name || ' ' || role, ' ') FROM person WHERE partner_id = p.id)),
  searchable((SELECT group_concat(value || CASE kind WHEN 'phone'
      THEN ' ' || normalised || ' ' || national(value, normalised) ELSE '' END, ' ')
    FROM contact_point WHERE partner_id = p.id)),
  searchable((SELECT group_concat(tag, ' ') FROM partner_tag WHERE partner_id = p.id)),
  searchable(p.notes || coalesce((SELECT ' ' || group_concat(v.value, ' ') FROM custom_value v
    JOIN custom_field f ON f.id = v.field_id WHERE v.partner_id = p.id AND f.kind <> 'yesno'), ''))
FROM partner p WHERE p.id IN touched_document AND p.merged_into_id IS NULL"""

# A change of status, tier or rhythm, of 100,000 partners too, leaves what is found by words as it was.
_UNTOUCHED_DOCUMENTS = f"""
SELECT scope_id FROM change WHERE set_id = :set_id AND tbl IN ({", ".join(f"'{name}'" for name in sorted(_SEARCHED))})
GROUP BY scope_id HAVING min(tbl = 'partner' AND op = 'U'
  AND json_extract("before", '$.name') IS json_extract("after", '$.name')
  AND json_extract("before", '$.code') IS json_extract("after", '$.code')
  AND json_extract("before", '$.merged_into_id') IS json_extract("after", '$.merged_into_id')
  AND json_extract("before", '$.notes') IS json_extract("after", '$.notes'))"""

_REFERRAL_DOCUMENTS = """
INSERT INTO record_search (rowid, title, body)
SELECT r.id * 2, searchable(c.name || ' ' || c.contact), searchable(r.note || ' ' || c.email || ' ' || c.phone)
FROM referral r JOIN customer c ON c.id = r.customer_id WHERE r.id IN touched_referral"""

_COMMUNICATION_DOCUMENTS = """
INSERT INTO record_search (rowid, title, body)
SELECT m.id * 2 + 1, '', searchable(m.text) FROM communication m WHERE m.id IN touched_communication"""

_SUMMARIES = """
INSERT INTO partner_summary (partner_id, last_contact_on, quiet_on, due_on)
SELECT id, contact, CASE WHEN cadence_days IS NOT NULL AND status = 'active' AND merged_into_id IS NULL
    THEN date(coalesce(contact, substr(created_at, 1, 10)), '+' || (cadence_days + 1) || ' days') END,
  (SELECT min(due_on) FROM reminder WHERE partner_id = s.id AND status = 'open')
FROM (SELECT p.*, (SELECT max(happened_on) FROM communication WHERE partner_id = p.id AND kind <> 'note') AS contact
  FROM partner p WHERE p.id IN touched_partner) s"""

# An entry is open until a payout that stands has settled it. An entry and the reversal that takes it back, both open,
# owe nobody anything and appear on no statement.
_UNSETTLED = """
INSERT INTO unsettled (entry_id, partner_id, payable_on, currency, amount_minor)
WITH open_entry AS (
  SELECT e.id, e.partner_id, e.payable_on, e.currency, e.amount_minor, e.kind, e.corrects_id
  FROM ledger_entry e WHERE e.partner_id IN touched_partner AND e.kind NOT IN ('payout', 'payout_void')
    AND NOT EXISTS (SELECT 1 FROM payout_line l WHERE l.entry_id = e.id
      AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = l.payout_id))),
cancelled AS (
  SELECT r.id AS reversal, r.corrects_id AS original FROM open_entry r
  WHERE r.kind = 'reversal' AND r.corrects_id IN (SELECT id FROM open_entry))
SELECT id, partner_id, payable_on, currency, amount_minor FROM open_entry
WHERE id NOT IN (SELECT reversal FROM cancelled) AND id NOT IN (SELECT original FROM cancelled)"""


def _fill(session: Session, table: str, source: str, ids: set[int], ranges: list[tuple[int, int]]) -> None:
    """A temporary table of the ids to bring up to date, those that rows of ``source`` lie at or that are given."""
    session.execute(text(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)"))
    session.execute(text(f"DELETE FROM {table}"))
    if ids:
        session.execute(text(f"INSERT OR IGNORE INTO {table} VALUES (:id)"), [{"id": i} for i in ids])
    for first, last in ranges:
        session.execute(
            text(f"INSERT OR IGNORE INTO {table} SELECT {source} BETWEEN :first AND :last"),
            {"first": first, "last": last},
        )


def refresh(session: Session, touched: Touched) -> None:
    """Bring what depends on the touched rows up to date."""
    tables = touched.tables
    if tables & (_SEARCHED | _SUMMARISED | _SETTLING | {"custom_field"}):
        _fill(
            session, "touched_partner", "id FROM partner WHERE id", set(touched.partners), _ranges(touched, "partner")
        )
        for name in (_SEARCHED | _SUMMARISED | _SETTLING) & set(touched.ranges) - {"partner"}:
            if name not in {"payout_line", "voiding"}:
                session.execute(
                    text(
                        f"INSERT OR IGNORE INTO touched_partner SELECT partner_id FROM {name} "
                        "WHERE id BETWEEN :a AND :b"
                    ),
                    {"a": touched.ranges[name][0], "b": touched.ranges[name][1]},
                )
    if tables & _SEARCHED or "custom_field" in tables:
        _add_changed_kinds(session, touched)
        _fill(session, "touched_document", "id FROM touched_partner WHERE id", set(), [(0, 2**62)])
        if not _SEARCHED & set(touched.ranges):
            untouched = f"DELETE FROM touched_document WHERE id IN ({_UNTOUCHED_DOCUMENTS})"
            session.execute(text(untouched), {"set_id": touched.set_id})
        session.execute(text("DELETE FROM partner_search WHERE rowid IN touched_document"))
        session.execute(text(_PARTNER_DOCUMENTS))
    if tables & _SUMMARISED:
        session.execute(text("DELETE FROM partner_summary WHERE partner_id IN touched_partner"))
        session.execute(text(_SUMMARIES))
    if tables & _SETTLING:
        session.execute(text("DELETE FROM unsettled WHERE partner_id IN touched_partner"))
        session.execute(text(_UNSETTLED))
    _refresh_records(session, touched)


def _add_changed_kinds(session: Session, touched: Touched) -> None:
    """Whether what stands in a field is searched goes by its kind; its name and its place change nothing."""
    if "custom_field" in touched.rows:
        session.execute(
            text(
                "INSERT OR IGNORE INTO touched_partner SELECT v.partner_id FROM change c "
                "JOIN custom_value v ON v.field_id = c.row_id WHERE c.set_id = :set_id AND c.tbl = 'custom_field' "
                "AND c.op = 'U' AND json_extract(c.before, '$.kind') <> json_extract(c.after, '$.kind')"
            ),
            {"set_id": touched.set_id},
        )


def _ranges(touched: Touched, table: str) -> list[tuple[int, int]]:
    return [touched.ranges[table]] if table in touched.ranges else []


def _refresh_records(session: Session, touched: Touched) -> None:
    if touched.tables & {"referral", "customer"}:
        ids = set(touched.rows.get("referral", ()))
        _fill(session, "touched_referral", "id FROM referral WHERE id", ids, _ranges(touched, "referral"))
        for customer in touched.rows.get("customer", ()):
            session.execute(
                text("INSERT OR IGNORE INTO touched_referral SELECT id FROM referral WHERE customer_id = :id"),
                {"id": customer},
            )
        session.execute(text("DELETE FROM record_search WHERE rowid IN (SELECT id * 2 FROM touched_referral)"))
        session.execute(text(_REFERRAL_DOCUMENTS))
    if "communication" in touched.tables:
        ids = set(touched.rows.get("communication", ()))
        _fill(
            session, "touched_communication", "id FROM communication WHERE id", ids, _ranges(touched, "communication")
        )
        session.execute(text("DELETE FROM record_search WHERE rowid IN (SELECT id * 2 + 1 FROM touched_communication)"))
        session.execute(text(_COMMUNICATION_DOCUMENTS))


def rebuild(session: Session) -> None:
    """Make everything derived anew from the book."""
    for name in ("partner_search", "record_search", "partner_summary", "unsettled"):
        session.execute(text(f"DELETE FROM {name}"))
    everything = [(0, 2**62)]
    _fill(session, "touched_partner", "id FROM partner WHERE id", set(), everything)
    _fill(session, "touched_document", "id FROM partner WHERE id", set(), everything)
    _fill(session, "touched_referral", "id FROM referral WHERE id", set(), everything)
    _fill(session, "touched_communication", "id FROM communication WHERE id", set(), everything)
    for sql in (_PARTNER_DOCUMENTS, _SUMMARIES, _UNSETTLED, _REFERRAL_DOCUMENTS, _COMMUNICATION_DOCUMENTS):
        session.execute(text(sql))
