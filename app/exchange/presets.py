"""The sheets of known programs, recognised by the names of their columns, never by their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.imports import column_key
from app.exchange.preset import Preset
from app.exchange.presets_business import BUSINESS
from app.exchange.presets_personal import PERSONAL

PRESETS: Final[tuple[Preset, ...]] = (*BUSINESS, *PERSONAL)


def recognise(header: Sequence[str]) -> Preset | None:
    """The preset whose columns are all there; of several, the one that asks for most."""
    keys = frozenset(map(column_key, header))
    found = [preset for preset in PRESETS if preset.matches(keys)]
    return max(found, key=lambda preset: len(preset.required), default=None)


def preset_named(name: str) -> Preset | None:
    return next((preset for preset in PRESETS if preset.name == name), None)
