"""What the import says: decisions, fields, encodings, separators. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.matching import Choice
from app.formatting import count, number
from app.i18n import _

ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-8-sig", "Unicode (UTF-8, marked)"),
    ("utf-16", "Unicode (UTF-16)"),
    ("cp1252", "Western (Windows)"),
    ("iso-8859-15", "Western (ISO)"),
    ("mac_roman", "Western (Macintosh)"),
    ("cp1250", "Central European (Windows)"),
    ("cp1251", "Cyrillic (Windows)"),
    ("cp1253", "Greek (Windows)"),
    ("cp1254", "Turkish (Windows)"),
    ("cp1255", "Hebrew (Windows)"),
    ("cp1256", "Arabic (Windows)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
    ("euc_kr", "Korean (EUC)"),
)
"""Names of encodings are proper names: they are not translated."""


def decision(choice: Choice, into: str) -> str:
    """What happens with a row: ``Add``, ``Merge into Harbor IT``, ``Skip``."""
    if choice is Choice.MERGE:
        return _("Merge into {partner}").format(partner=into)
    return _("Add") if choice is Choice.ADD else _("Skip")


def reason(choice: Choice, why: str) -> str:
    """Why that is proposed."""
    if choice is Choice.SKIP and why:
        return _("nothing new: {why}").format(why=why)
    return why


def chosen() -> str:
    """Why a record goes where the user sent it."""
    return _("chosen by you")


def people(draft: PartnerDraft) -> str:
    """Who is at the partner, where that says more than its name: ``Maya Lindqvist``, ``Maya Lindqvist + 2``."""
    if not draft.people or (len(draft.people) == 1 and draft.people[0].name == draft.name):
        return ""
    return first([person.name for person in draft.people])


def first(values: Sequence[str]) -> str:
    """The first of some values, and how many more there are: ``maya@harbor.example + 1``."""
    return f"{values[0]} + {len(values) - 1}" if len(values) > 1 else "".join(values)


def summary(result: ReadResult[PartnerDraft], counts: Mapping[Choice, int]) -> str:
    """``300 read: 280 will be added, 15 merged, 5 skipped; 2 kept out``."""
    told = _("{read} read: {added} will be added, {merged} merged, {skipped} skipped").format(
        read=number(result.read),
        added=number(counts[Choice.ADD]),
        merged=number(counts[Choice.MERGE]),
        skipped=number(counts[Choice.SKIP]),
    )
    if result.kept_out:
        told += _("; {n} kept out").format(n=number(result.kept_out))
    return told


def is_recognised(result: ReadResult[Any]) -> bool:
    """Whether any column of a sheet was understood that says who a record is. Cards always say it."""
    telling = {"name", "given", "family", "organisation", "email"}
    fields = {column.field.partition(":")[0] for column in result.columns}
    return not result.columns or not telling.isdisjoint(fields)


def done(added: int, merged: int) -> str:
    """What an import did, shortly."""
    new = count(added, _("{n} partner added"), _("{n} partners added"))
    return f"{new}, {count(merged, _('{n} merged'), _('{n} merged'))}" if merged else new


def delimiters() -> list[tuple[str, str]]:
    """What may stand between the cells of a row."""
    return [(",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Bar"))]


def kinds() -> dict[str, str]:
    """What a file can hold."""
    return {"partners": _("Contacts"), "referrals": _("Referrals"), "sales": _("Sales")}


def quotes() -> list[tuple[str, str]]:
    """What may stand around the cells of a row."""
    return [('"', _('Quotes "…"')), ("'", _("Apostrophes '…'")), ("none", _("Nothing"))]


def decimals() -> list[tuple[str, str]]:
    """How amounts may be written."""
    return [(".", "1,234.50"), (",", "1.234,50")]


def date_orders() -> list[tuple[str, str]]:
    """How dates may be written."""
    return [("dmy", _("day/month/year")), ("mdy", _("month/day/year")), ("ymd", _("year/month/day"))]


def fields() -> list[tuple[str, str]]:
    """What a column may mean."""
    return [
        ("", _("Keep in the notes")),
        ("-", _("Leave out")),
        ("name", _("Name")),
        ("given", _("First name")),
        ("family", _("Last name")),
        ("organisation", _("Organisation")),
        ("role", _("Role")),
        ("email", _("E-mail")),
        ("phone", _("Telephone")),
        ("website", _("Website")),
        ("street", _("Street")),
        ("city", _("Town")),
        ("region", _("Region")),
        ("postcode", _("Postal code")),
        ("country", _("Country")),
        ("tags", _("Tags")),
        ("notes", _("Notes")),
        ("birthday", _("Birthday")),
        ("kind", _("Kind of partner")),
        ("status", _("Status")),
        ("tier", _("Tier")),
        ("code", _("Code")),
    ]


def deal_fields() -> list[tuple[str, str]]:
    """What a column of referrals or sales may mean."""
    return [
        ("", _("Keep in the note")),
        ("-", _("Leave out")),
        ("partner", _("Partner")),
        ("partner_code", _("Code or coupon of the partner")),
        ("partner_email", _("E-mail of the partner")),
        ("customer", _("Customer")),
        ("customer_email", _("E-mail of the customer")),
        ("customer_given", _("First name of the customer")),
        ("customer_family", _("Last name of the customer")),
        ("date", _("Date")),
        ("closed_on", _("Day on which it was won or lost")),
        ("amount", _("Amount")),
        ("currency", _("Currency")),
        ("stage", _("Stage or status")),
        ("status", _("Status beside a stage")),
        ("reference", _("Number of the order or invoice")),
        ("refunded", _("Amount given back")),
        ("refunded_on", _("Day on which it was given back")),
        ("refund_of", _("Number of the sale given back")),
        ("description", _("Notes")),
    ]


def knows_deals(result: ReadResult[Any]) -> bool:
    """Whether a column was understood that says who the customer is."""
    return not {column.field for column in result.columns}.isdisjoint(
        {"customer", "customer_family", "customer_email", "reference"}
    )


def field_name(field: str) -> str:
    """A field with its slot in words: ``E-mail 2``."""
    name, _colon, slot = field.partition(":")
    known = dict(fields()).get(name, name)
    return f"{known} {slot}" if slot else known
