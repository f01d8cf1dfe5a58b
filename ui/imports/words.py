"""What the import says: decisions, fields, encodings, separators. Pure."""

from __future__ import annotations

from collections.abc import Iterable

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


def reached(draft: PartnerDraft) -> str:
    """The main e-mail and telephone of a draft, for recognising it."""
    return " · ".join([*list(draft.all_emails())[:1], *list(draft.all_phones())[:1]])


def summary(result: ReadResult[PartnerDraft], choices: Iterable[Choice]) -> str:
    """``300 read: 280 will be added, 15 merged, 5 skipped; 2 kept out``."""
    chosen = list(choices)
    told = _("{read} read: {added} will be added, {merged} merged, {skipped} skipped").format(
        read=number(result.read),
        added=number(chosen.count(Choice.ADD)),
        merged=number(chosen.count(Choice.MERGE)),
        skipped=number(chosen.count(Choice.SKIP)),
    )
    if result.kept_out:
        told += _("; {n} kept out").format(n=number(result.kept_out))
    return told


def done(added: int, merged: int) -> str:
    """What an import did, shortly."""
    new = count(added, _("{n} partner added"), _("{n} partners added"))
    return f"{new}, {count(merged, _('{n} merged'), _('{n} merged'))}" if merged else new


def delimiters() -> list[tuple[str, str]]:
    """What may stand between the cells of a row."""
    return [(",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Bar"))]


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


def field_name(field: str) -> str:
    """A field with its slot in words: ``E-mail 2``."""
    name, _colon, slot = field.partition(":")
    known = dict(fields()).get(name, name)
    return f"{known} {slot}" if slot else known
