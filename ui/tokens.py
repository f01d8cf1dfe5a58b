"""The colours of the program, named for what they mean. Every colour on the screen is one of these."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look. Grounds are ``window`` to ``card`` and the ``…_ground`` colours; the rest is drawn on them.

    ``faint`` is for decoration: letters of the edge without partners, marks, disabled things. Whatever must be read
    is at least ``soft``.
    """

    dark: bool
    window: str
    rail: str
    panel: str
    card: str
    line: str
    ink: str
    soft: str
    faint: str
    accent: str
    accent_ground: str
    on_accent: str
    amber: str
    amber_ground: str
    red: str
    red_ground: str
    green: str

    def colours(self) -> dict[str, str]:
        """Each colour by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "dark"}


LIGHT = Tokens(
    dark=False,
    window="#f5f3ee",
    rail="#ece8e0",
    panel="#fbfaf7",
    card="#fffefb",
    line="#e0dbd0",
    ink="#22252a",
    soft="#5f636a",
    faint="#9a9c9f",
    accent="#0f6b66",
    accent_ground="#dff0ed",
    on_accent="#fffefb",
    amber="#875b0a",
    amber_ground="#f8ecd2",
    red="#a8322a",
    red_ground="#f7dfdb",
    green="#2c6e3f",
)

DARK = Tokens(
    dark=True,
    window="#1b1d20",
    rail="#17191b",
    panel="#212427",
    card="#272a2e",
    line="#363a3f",
    ink="#e8e6e1",
    soft="#a3a6aa",
    faint="#7b7f84",
    accent="#5cc0b6",
    accent_ground="#1f3a38",
    on_accent="#17191b",
    amber="#e0b25a",
    amber_ground="#3a3017",
    red="#ef8a80",
    red_ground="#432522",
    green="#7fc993",
)

TEXTS = ("ink", "soft", "accent", "amber", "red", "green")
"""Colours that text is written in."""

GROUNDS = ("window", "rail", "panel", "card", "accent_ground")
"""Colours that any of ``TEXTS`` may stand on."""


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast of two ``#rrggbb`` colours, 1 to 21; text needs 4.5 (level AA)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
