"""The user's own fields in a file: which columns mean one, and what stands in them.

A column is known by the name of the field, or is said to mean it (``custom:<uid>``). Until a record is complete its
values travel among those without a field of their own; then they are brought into the form in which they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.domain.custom_fields import OWN, FieldDefinition, FieldKind, canonical, folded_name
from app.domain.errors import UserError
from app.exchange.conventions import AmountColumn, DateColumn, amount_column, date_column
from app.exchange.drafts import FieldValue, PartnerDraft, Point, Problem
from app.exchange.write_csv import unguarded
from app.i18n import _

_PLAIN_NUMBER: Final = re.compile(r"[-+(\u2212]?\s*[\d.,'’٬\s]+[-)]?")


_PLAIN_AMOUNTS: Final = AmountColumn(".")
_PLAIN_DATES: Final = DateColumn("dmy")


def with_own_fields(
    header: Sequence[str], fields: Sequence[str], own: Sequence[FieldDefinition], *, by_name: bool, sure: bool
) -> tuple[str, ...]:
    """The field of each column; one that no longer is among the user's own means nothing.

    ``by_name``: a column named like one of them means it, but where the program that wrote the file is known
    (``sure``), only if that says nothing of it or has such a column already.
    """
    names = {folded_name(each.name): each.key for each in own} if by_name else {}
    known = {each.key for each in own}
    found: list[str] = []
    for name, field in zip(header, fields, strict=True):
        mine = names.get(folded_name(unguarded(name)), "")
        if mine and mine not in found and not (sure and field not in ("", "-", *found)):
            found.append(mine)
        else:
            found.append("" if field.startswith(OWN) and field not in known else field)
    return tuple(found)


class OwnFields:
    """Brings what records say in the user's own fields into the form in which it is kept.

    ``by_name``: a value under a label of its own (Google's custom fields, a line of a card) belongs to the field of
    that name too. Where the user said what the columns mean, only those count.
    """

    def __init__(self, own: Sequence[FieldDefinition], *, by_name: bool) -> None:
        self._by_label = {each.key: each for each in own}
        self._by_name = {folded_name(each.name): each for each in own} if by_name else {}
        self._amounts: dict[str, AmountColumn] = {}
        self._dates: dict[str, DateColumn] = {}

    def learn(self, definition: FieldDefinition, header: str, values: Iterable[str]) -> str:
        """Find out from its whole column how a field's numbers or dates are written; returns what is in doubt."""
        if definition.kind is FieldKind.NUMBER:
            amounts = self._amounts[definition.uid] = amount_column(header, values)
            return amounts.remark
        dates = self._dates[definition.uid] = date_column(header, values)
        return dates.remark

    def sort_out(self, draft: PartnerDraft, problems: list[Problem]) -> PartnerDraft:
        """The draft with its values in their fields; what does not fit stays among the others, with a problem."""
        if not draft.extra or not self._by_label:
            return draft
        held: dict[str, FieldValue] = {}
        rest: list[Point] = []
        for point in draft.extra:
            definition = self._by_label.get(point.label) or self._by_name.get(folded_name(point.label))
            if definition is None:
                rest.append(point)
                continue
            value = self._value(definition, point.value, draft.source_line, problems)
            if value:
                held.setdefault(definition.uid, FieldValue(definition.uid, definition.name, value))
            if not value or held[definition.uid].value != value:
                rest.append(Point(point.value, definition.name))
        return replace(draft, extra=tuple(rest), custom=tuple(held.values()))

    def _value(self, definition: FieldDefinition, text: str, line: int, problems: list[Problem]) -> str:
        try:
            return canonical(definition, self._plain(definition, text))
        except UserError as error:
            sentence = _("{reason} It is kept in the notes.").format(reason=error)
            problems.append(Problem(line, sentence))
            return ""

    def _plain(self, definition: FieldDefinition, text: str) -> str:
        """A number or a date of the file as it is kept; what is none is left to be refused."""
        if definition.kind is FieldKind.NUMBER and _PLAIN_NUMBER.fullmatch(text):
            return self._amounts.get(definition.uid, _PLAIN_AMOUNTS).read(text) or text
        if definition.kind is FieldKind.DATE:
            day = self._dates.get(definition.uid, _PLAIN_DATES).read(text)
            return day.isoformat() if day else text
        return text
