"""Translation of the program's own sentences. English is the source; catalogues live in ``resources``."""

from __future__ import annotations

import gettext

_SOURCE = "en"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Speak ``language`` from now on; English where it has no catalogue."""
    global _catalogue
    from importlib.resources import files

    _catalogue = gettext.translation(
        "partnerbook", str(files("resources").joinpath("translations")), [language], fallback=True
    )


def language() -> str:
    """The language that is spoken: that of the catalogue in use, or English."""
    return _catalogue.info().get("language", _SOURCE)


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that fits ``count``."""
    return _catalogue.ngettext(one, many, count)
