"""Partners as one table, people, addresses and the user's own fields beside them, in columns that reading knows again.

The columns of labels and of other ways to be reached are there only where the book has such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from app.domain.custom_fields import FieldDefinition

Row = list[tuple[str, Any]]
"""The values of a row, each with the name of what it is."""

OWN: Final = "own field: "
"""What one of the user's own fields goes by in a row, before its kind."""
TITLES: Final = {"emails": "E-mails", "uid": "UID", "iban": "IBAN", "bic": "BIC", "paypal": "PayPal"}

Record = Mapping[str, Any]


class _Column(NamedTuple):
    title: str
    value: Callable[[Record], Any]
    is_optional: bool = False


_PARTNER: Final = (
    *("code", "kind", "status", "tier", "tags", "emails", "phones", "websites", "notes", "uid"),
    *("language", "cadence_days", "best_time", "pay_method", "account_holder", "iban", "bic", "paypal", "source"),
)
_PERSON: Final = ("role", "emails", "phones", "birthday", "notes", "uid")
_ADDRESS: Final = ("label", "street", "postal_code", "city", "region", "country")
_KINDS: Final = {"email": "E-mail", "phone": "Phone", "website": "Website", "other": "Other"}


def partner_table(found: Sequence[Record], own: Sequence[FieldDefinition]) -> tuple[list[str], Iterator[Row]]:
    """The header and the rows for records of partners (see ``docs/json.md``); ``own`` are the user's own fields."""
    people = [person for record in found for person in record["people"]]
    partner_columns = _used((*_plain(_PARTNER), *_ways()), found)
    websites = _Column("Websites", lambda person: person["websites"], is_optional=True)
    person_columns = _used((*_plain(_PERSON), websites, *_ways()), people)
    address_columns = [
        column._replace(title=column.title.replace("Postal code", "Postcode")) for column in _plain(_ADDRESS)
    ]
    most_people = max((len(record["people"]) for record in found), default=0)
    most_addresses = max((len(record["addresses"]) for record in found), default=0)
    header = ["Partner", *(column.title for column in partner_columns)]
    for number in range(1, most_people + 1):
        header += [f"Person {number}", *(f"Person {number} - {column.title}" for column in person_columns)]
    for number in range(1, most_addresses + 1):
        header += [f"Address {number} - {column.title}" for column in address_columns]
    header += [each.name for each in own]
    named = (_Column("name", lambda person: person["name"]), *person_columns)

    def rows() -> Iterator[Row]:
        for record in found:
            row: Row = [("name", record["name"]), *_cells(record, partner_columns)]
            row += _block(record["people"], most_people, named)
            row += _block(record["addresses"], most_addresses, address_columns)
            row += [(OWN + each.kind, record["fields"].get(each.name)) for each in own]
            yield row

    return header, rows()


def _plain(names: Sequence[str]) -> Iterator[_Column]:
    for name in names:
        yield _Column(TITLES.get(name, name.replace("_", " ").capitalize()), _getter(name))


def _getter(name: str) -> Callable[[Record], Any]:
    return lambda record: record[name]


def _ways() -> Iterator[_Column]:
    """The ways to be reached of no known kind, and the labels of all ways beside the lists of their values."""
    yield _Column("Other ways", _listed("other", "value"), is_optional=True)
    for kind, title in _KINDS.items():
        yield _Column(f"{title} labels", _listed(kind, "label"), is_optional=True)


def _listed(kind: str, part: str) -> Callable[[Record], list[str]]:
    return lambda record: [point[part] for point in record["points"] if point["kind"] == kind]


def _used(columns: Sequence[_Column], records: Sequence[Record]) -> list[_Column]:
    """The columns without those in which nothing stands that may be left out."""
    return [each for each in columns if not each.is_optional or any(any(each.value(record)) for record in records)]


def _cells(record: Record, columns: Sequence[_Column]) -> Row:
    return [(column.title, column.value(record)) for column in columns]


def _block(records: Sequence[Record], most: int, columns: Sequence[_Column]) -> Row:
    """The cells of people or addresses, with empty ones up to as many as any partner has."""
    filled = chain.from_iterable(_cells(record, columns) for record in records)
    return [*filled, *[("", None)] * ((most - len(records)) * len(columns))]
