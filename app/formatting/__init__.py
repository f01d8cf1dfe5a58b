"""Text for people, in their locale, made from integers and dates; and back again for what people type.

The only place that turns money, rates and dates into text: for tables, documents, mail and the command line alike.
English needs no Babel at all, so that the first list is painted without loading it; other locales load it once.
Digits are always Western, as CLDR's ``latn`` system writes them; a negative amount has a real minus sign (U+2212).
"""

from __future__ import annotations

from app.formatting.agreement import Topic, terms_in_words, terms_sentence, words_on
from app.formatting.amounts import money, money_short, number, percent
from app.formatting.arithmetic import explain
from app.formatting.days import ago, day, due_text, month, month_short, period
from app.formatting.reading import parse_money, parse_percent
from app.formatting.words import count

__all__ = [
    "Topic",
    "ago",
    "count",
    "day",
    "due_text",
    "explain",
    "money",
    "money_short",
    "month",
    "month_short",
    "number",
    "parse_money",
    "parse_percent",
    "percent",
    "period",
    "terms_in_words",
    "terms_sentence",
    "words_on",
]
