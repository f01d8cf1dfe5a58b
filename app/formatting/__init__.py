"""Text for people, in their locale, made from integers and dates; and back again for what people type.

The only place that turns money, rates and dates into text: for tables, documents, mail and the command line alike.
English needs no Babel at all, so that the first list is painted without loading it; other locales load it once.
Where no locale is named, the one in use is written: the window sets it to what the user chose (``use``), documents name
theirs, the command line keeps English. Digits are always Western, as CLDR's ``latn`` system writes them; a negative
amount has a real minus sign (U+2212).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from app.formatting.agreement import Topic, terms_in_words, terms_sentence, words_on
    from app.formatting.amounts import exchange_rate, money, money_short, number, percent, sums, typed
    from app.formatting.arithmetic import explain
    from app.formatting.conversion import how_converted, rate_in_words
    from app.formatting.custom_fields import field_text, read_field, typed_field
    from app.formatting.days import ago, day, due_text, month, month_short, period
    from app.formatting.locales import MINUS, in_use, use
    from app.formatting.payouts import left_out
    from app.formatting.reading import parse_exchange_rate, parse_money, parse_number, parse_percent
    from app.formatting.words import count

__all__ = [
    "MINUS",
    "Topic",
    "ago",
    "count",
    "day",
    "due_text",
    "exchange_rate",
    "explain",
    "field_text",
    "how_converted",
    "in_use",
    "left_out",
    "money",
    "money_short",
    "month",
    "month_short",
    "number",
    "parse_exchange_rate",
    "parse_money",
    "parse_number",
    "parse_percent",
    "percent",
    "period",
    "rate_in_words",
    "read_field",
    "sums",
    "terms_in_words",
    "terms_sentence",
    "typed",
    "typed_field",
    "use",
    "words_on",
]

_PLACES: Final = {
    "agreement": ("Topic", "terms_in_words", "terms_sentence", "words_on"),
    "amounts": ("exchange_rate", "money", "money_short", "number", "percent", "sums", "typed"),
    "arithmetic": ("explain",),
    "conversion": ("how_converted", "rate_in_words"),
    "custom_fields": ("field_text", "read_field", "typed_field"),
    "days": ("ago", "day", "due_text", "month", "month_short", "period"),
    "locales": ("MINUS", "in_use", "use"),
    "payouts": ("left_out",),
    "reading": ("parse_exchange_rate", "parse_money", "parse_number", "parse_percent"),
    "words": ("count",),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and only the module that it stands in: the first list needs amounts and days alone."""
    for place, names in _PLACES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"app.formatting.{place}"), name)
            return found
    raise AttributeError(f"app.formatting has no {name}")
