"""What stands in the user's own fields, as people read and write it; kept is what depends on no language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from app.domain.custom_fields import FieldDefinition, FieldKind, canonical, number_text
from app.domain.errors import UserError
from app.formatting.days import day
from app.formatting.locales import in_use, number_pattern
from app.formatting.reading import parse_number
from app.formatting.reading_days import parse_day
from app.i18n import _


def field_text(kind: FieldKind, value: str, locale: str = "") -> str:
    """A value that is kept, for people: ``1,234.5``, ``1 Feb 2027``, ``yes``. What is no such value stays as it is."""
    try:
        match kind:
            case FieldKind.NUMBER:
                return _number(Decimal(value), locale or in_use())
            case FieldKind.DATE:
                return day(date.fromisoformat(value), locale, style="dated")
            case FieldKind.YESNO:
                return {"yes": _("yes"), "no": _("no")}.get(value, value)
    except (ValueError, InvalidOperation):
        return value
    return value.removeprefix("mailto:") if kind is FieldKind.LINK else value


def typed_field(kind: FieldKind, value: str, locale: str = "") -> str:
    """A value that is kept, as one types it into a field: a number has the locale's decimals and no groups."""
    if kind is FieldKind.NUMBER:
        return value.replace(".", number_pattern(locale or in_use()).decimal)
    return field_text(kind, value, locale)


def read_field(definition: FieldDefinition, text: str, today: date, locale: str = "") -> str:
    """What a person typed into the field, as it is kept; empty for nothing.

    Raises ``UserError`` with the code ``field_value`` where it does not fit the kind of the field.
    """
    typed = text.strip()
    try:
        if typed and definition.kind is FieldKind.NUMBER:
            typed = number_text(parse_number(typed, locale))
        elif typed and definition.kind is FieldKind.DATE:
            typed = parse_day(typed, today, locale).isoformat()
    except UserError as error:
        told = {**error.parameters, "field": definition.name}
        raise UserError("field_value", error.sentence, **told) from error
    return canonical(definition, typed)


def _number(value: Decimal, locale: str) -> str:
    _sign, _digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise InvalidOperation
    places = max(0, -exponent)
    return number_pattern(locale).text(int(value.scaleb(places)), places)
