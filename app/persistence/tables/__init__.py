"""The tables of a book, mapped. What each row means; the rules about them live in ``operations``.

Every table that people's data is kept in has an ``id`` that is never used twice, because the journal names rows by
table and id. Derived tables (search index, summaries) are in ``derived`` and hold nothing of their own.
"""

from __future__ import annotations

from app.persistence.tables.agreements import Programme, TermsVersion
from app.persistence.tables.base import Base, Instant, instant_text
from app.persistence.tables.book import Change, ChangeSet, ImportRun, Setting, ViewState
from app.persistence.tables.contacts import Address, Communication, ContactPoint, Partner, PartnerTag, Person, Reminder
from app.persistence.tables.money import (
    Approval,
    ApprovedEntry,
    ExchangeRate,
    IssuedStatement,
    LedgerEntry,
    Payout,
    PayoutLine,
    PayoutRun,
    Voiding,
)
from app.persistence.tables.referrals import (
    Customer,
    GivenReferral,
    Receipt,
    Referral,
    ReferralShare,
    Sale,
    SaleLine,
    StageChange,
)
from app.persistence.tables.rolodex import (
    Attachment,
    CustomField,
    CustomValue,
    ImportMapping,
    PartnerCode,
    Relation,
    SavedFilter,
)

JOURNALED = tuple(
    table for table in Base.metadata.sorted_tables if table.name not in {"change", "change_set", "view_state"}
)
"""Tables whose every change is recorded by the journal."""

APPEND_ONLY = ("ledger_entry", "payout", "payout_line", "issued_statement", "voiding")
"""Tables of money whose rows are never changed or deleted."""

__all__ = [
    "APPEND_ONLY",
    "JOURNALED",
    "Address",
    "Approval",
    "ApprovedEntry",
    "Attachment",
    "Base",
    "Change",
    "ChangeSet",
    "Communication",
    "ContactPoint",
    "CustomField",
    "CustomValue",
    "Customer",
    "ExchangeRate",
    "GivenReferral",
    "ImportMapping",
    "ImportRun",
    "Instant",
    "IssuedStatement",
    "LedgerEntry",
    "Partner",
    "PartnerCode",
    "PartnerTag",
    "Payout",
    "PayoutLine",
    "PayoutRun",
    "Person",
    "Programme",
    "Receipt",
    "Referral",
    "ReferralShare",
    "Relation",
    "Reminder",
    "Sale",
    "SaleLine",
    "SavedFilter",
    "Setting",
    "StageChange",
    "TermsVersion",
    "ViewState",
    "Voiding",
    "instant_text",
]
