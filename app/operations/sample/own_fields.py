"""The fields that the sample business gave to its partners, and what stands in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.domain.custom_fields import FieldKind
from app.domain.rolodex import CustomValue
from app.operations import custom_fields
from app.operations.sample.profiles import Profile
from app.operations.sample.words import chance, pick, slug
from app.queries import custom_fields as query

SECTOR, UNTIL, FOLDER = "Sector", "Contract until", "Shared folder"
SECTORS: Final = ("Accounting", "Consulting", "Design", "Education", "IT services", "Marketing", "Trade")


def define_fields(session: Session) -> dict[str, str]:
    """Define the fields; returns their uids by name."""
    for name, kind, choices in (
        (SECTOR, FieldKind.CHOICE, SECTORS),
        (UNTIL, FieldKind.DATE, ()),
        (FOLDER, FieldKind.LINK, ()),
    ):
        custom_fields.define(session, name, kind, choices)
    return {field.name: field.uid for field in query.definitions(session)}


def filled_in(profile: Profile, place: int, uids: dict[str, str], seed: int, today: date) -> Profile:
    """The partner with what is known of it: most have a sector, and those with terms an end of their contract."""
    rng = chance(seed, "own fields", place)
    values: dict[str, str] = {}
    if rng.random() < 0.8:
        values[SECTOR] = pick(rng, SECTORS)
    months = 1 + int(rng.random() * 24)
    if profile.agreed and rng.random() < 0.6:
        values[UNTIL] = (today.replace(day=1) + timedelta(days=30 * months)).replace(day=1).isoformat()
    if rng.random() < 0.4:
        values[FOLDER] = f"https://files.brightside.example/{slug(profile.fields.name) or place}"
    custom = tuple(CustomValue(uids[name], value) for name, value in values.items())
    return replace(profile, fields=replace(profile.fields, custom=custom))
