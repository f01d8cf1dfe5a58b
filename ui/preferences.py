"""What the user chose for the window itself: light or dark, and how days and amounts are written."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QLocale

from app import formatting
from app.queries.settings import Preferences
from ui import theme

ENGLISH = "en_GB"
"""What ``en`` means here, for Qt as for ``app.formatting``: the day before the month, weeks from Monday."""


def take_up(preferences: Preferences) -> bool:
    """Look and write as chosen from now on; returns whether texts that are shown already are written otherwise now."""
    if preferences.appearance != theme.chosen():
        theme.choose(cast("theme.Choice", preferences.appearance))
    locale = QLocale(ENGLISH if preferences.language == "en" else preferences.language)
    if locale != QLocale():
        QLocale.setDefault(locale)
    if preferences.language == formatting.in_use():
        return False
    formatting.use(preferences.language)
    return True
