"""Measures, type sizes and colours of documents on paper, in points and sRGB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Colour = tuple[float, float, float]


def _colour(code: str) -> Colour:
    return int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255


INK: Final = _colour("#22252a")
SOFT: Final = _colour("#6d7178")
ACCENT: Final = _colour("#0f6b66")
ACCENT_GROUND: Final = _colour("#dff0ed")
LINE: Final = _colour("#dcdcdc")
MARK: Final = _colour("#ececec")

PAPERS: Final = {"a4": (595.2756, 841.8898), "letter": (612.0, 792.0)}

SIDE: Final = 45.0
TOP: Final = 42.0
BOTTOM: Final = 60.0
FOOT_RULE: Final = 48.0
FOOT_TEXT: Final = 32.5
RUNNING_TEXT: Final = 27.0

ACCENT_RULE: Final = 2.0
INK_RULE: Final = 0.7
HAIRLINE: Final = 0.6

GUTTER: Final = 21.0
CELL_SIDE: Final = 3.0
CELL_ABOVE: Final = 4.6


@dataclass(frozen=True, slots=True)
class Type:
    """How a piece of text is set. ``weight`` is ``Regular``, ``SemiBold`` or ``Bold``."""

    size: float
    leading: float
    weight: str = "Regular"
    colour: Colour = INK

    @property
    def ascent(self) -> float:
        """From the top of its line to the baseline."""
        return (self.leading + self.size * 0.73) / 2


BODY: Final = Type(8.8, 13.5)
QUIET: Final = Type(8.8, 13.5, colour=SOFT)
STRONG: Final = Type(8.8, 13.5, "SemiBold")
SENDER: Final = Type(8.8, 13.5, "SemiBold", ACCENT)
TITLE: Final = Type(18, 24, "SemiBold")
SUBTITLE: Final = Type(9.2, 14, colour=SOFT)
HEADING: Final = Type(9.5, 15, "SemiBold")
FIGURE: Final = Type(13.3, 18, "SemiBold")
MAIN_FIGURE: Final = Type(15, 18, "SemiBold", ACCENT)
COLUMN_HEADING: Final = Type(7.9, 12, colour=SOFT)
FOOT: Final = Type(7.45, 10, colour=SOFT)
