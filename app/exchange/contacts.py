"""Reading partners and people from a file: the one door for .vcf, .csv, .tsv, .txt and .xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from app.domain.custom_fields import FieldDefinition, FieldKind
from app.domain.errors import UserError
from app.domain.imports import SavedMapping, column_key
from app.exchange.asked import GUESSED, Asked, fields_by, fields_of, recognise_saved, saved_named
from app.exchange.contact import MAX_KEPT, MAX_POINTS, Contact
from app.exchange.conventions import DateColumn, date_column
from app.exchange.drafts import Column, PartnerDraft, Problem, ReadResult
from app.exchange.encodings import SAMPLE_BYTES
from app.exchange.landing import draft_of, with_person_of
from app.exchange.mapping import guess_mapping
from app.exchange.opening import open_source
from app.exchange.own_fields import OwnFields, with_own_fields
from app.exchange.preset import Preset
from app.exchange.presets import preset_named, recognise
from app.exchange.progress import Progress, Watch, many_records
from app.exchange.row_contact import FIELDS, contact_of, plan
from app.exchange.row_fast import FastRows
from app.exchange.sheets import Sheet, open_sheet
from app.exchange.vcard import CardReader, file_encoding
from app.i18n import _

MAX_PHOTO_BYTES_IN_FILE: Final = 96 << 20
MAX_PROBLEMS: Final = 10_000
_EXAMPLES: Final = 3


def read_contacts(
    path: Path | str,
    *,
    preset: str | None = None,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    dates: str | None = None,
    saved: Sequence[SavedMapping] = (),
    own: Sequence[FieldDefinition] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadResult[PartnerDraft]:
    """The partners and people in the file, and the problems met.

    ``mapping`` gives a field (see ``row_contact.FIELDS``) by column header and goes before ``preset``, the name of one
    of the mappings in ``saved`` or of a known program; without either the columns are recognised or guessed.
    ``quote`` and ``dates`` are as in ``ReadResult``. ``own`` are the user's own fields: a column of such a name means
    it, and a mapping names it as ``custom:<uid>``. ``progress`` hears bytes done and bytes in all. Raises
    ``UserError`` when the file cannot be read at all, or ``UserError("cancelled")`` when ``cancelled`` turns true.
    """
    source = Path(path)
    watch = Watch(source, progress, cancelled)
    mappings = [each for each in saved if each.kind == "partners"]
    asked = Asked(
        *(preset or "", mapping, encoding or "", delimiter or "", quote or ""), dates=dates or "", saved=mappings
    )
    with many_records():
        if is_vcard(source):
            return _read_cards(source, asked.encoding, own, watch)
        return _read_rows(source, asked, own, watch)


def _read_rows(source: Path, asked: Asked, own: Sequence[FieldDefinition], watch: Watch) -> ReadResult[PartnerDraft]:
    with open_sheet(
        source,
        is_header=lambda cells: recognise(cells) is not None or recognise_saved(cells, asked.saved) is not None,
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        quote=asked.quote,
        watch=watch.follow,
    ) as sheet:
        return _read_sheet(source, sheet, asked, own, watch)


def is_vcard(path: Path) -> bool:
    """Whether the file holds cards, by what it begins with; the ending only helps where that says nothing."""
    with open_source(path) as file:
        start = file.read(4096)
    squeezed = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    if squeezed.startswith(b"BEGIN:VCARD"):
        return True
    return path.suffix.lower() in (".vcf", ".vcard")


class _Collected:
    """Drafts and problems as they come, with the sums that ``ReadResult`` promises."""

    def __init__(self, own: OwnFields) -> None:
        self._own = own
        self.drafts: list[PartnerDraft] = []
        self.problems: list[Problem] = []
        self.read = 0
        self.photo_bytes = 0

    def add_regular(self, draft: PartnerDraft) -> None:
        """A draft from a record in which there was nothing to complain of."""
        self.read += 1
        self.drafts.append(self._own.sort_out(draft, self.problems))

    def add(self, contact: Contact, empty: str) -> None:
        self.read += 1
        if contact.photo:
            self.photo_bytes += len(contact.photo.data)
            if self.photo_bytes > MAX_PHOTO_BYTES_IN_FILE:
                contact.photo = None
                contact.trouble(
                    contact.line, _("The pictures of this file are too large together; this one is left out.")
                )
        draft = draft_of(contact)
        self.problems += contact.problems
        if draft is None:
            self.problems.append(Problem(contact.line, empty))
            return
        draft = self._own.sort_out(draft, self.problems)
        if contact.own_card == "further" and self._goes_with_the_last(draft):
            self.read -= 1  # the cards of one partner are one record
            self.drafts[-1] = with_person_of(self.drafts[-1], draft)
        else:
            self.drafts.append(draft)

    def _goes_with_the_last(self, draft: PartnerDraft) -> bool:
        """Whether the draft is of a further person of the partner that was read before it."""
        last = self.drafts[-1] if self.drafts else None
        return last is not None and last.particulars.uid == draft.particulars.uid and len(last.people) < MAX_POINTS


def _read_cards(source: Path, encoding: str, own: Sequence[FieldDefinition], watch: Watch) -> ReadResult[PartnerDraft]:
    collected = _Collected(OwnFields(own, by_name=True))
    empty = _("There is nothing in this card; it is kept out.")
    with open_source(source) as file:
        watch.follow(file)
        found, fallback = file_encoding(file)
        reader = CardReader(file, *_chosen(encoding, found, fallback))
        for card in reader:
            collected.add(card, empty)
            watch.step(collected.read)
        shown = encoding or (fallback if _is_legacy(file, found) else found)
    if not collected.read:
        raise UserError("no_cards", _("There are no contact cards in “{name}”."), name=source.name)
    collected.problems += reader.problems
    watch.done()
    return _result(collected, encoding=shown)


def _chosen(encoding: str, found: str, fallback: str) -> tuple[str, str]:
    """How to open the file: an older encoding that was chosen is for the bytes that are not valid UTF-8."""
    if not encoding:
        return found, fallback
    return (encoding, fallback) if encoding.lower().startswith("utf") else ("utf-8", encoding)


def _is_legacy(file: BinaryIO, found: str) -> bool:
    if found != "utf-8":
        return False
    file.seek(0)
    try:
        file.read(SAMPLE_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end < SAMPLE_BYTES - 4
    return False


def _read_sheet(
    source: Path, sheet: Sheet, asked: Asked, own: Sequence[FieldDefinition], watch: Watch
) -> ReadResult[PartnerDraft]:
    if not sheet.header:
        raise UserError("sheet_empty", _("There are no rows in “{name}”."), name=source.name)
    name, fields = _fields(sheet, asked)
    by_name = asked.mapping is None and name not in {each.name for each in asked.saved}
    fields = with_own_fields(sheet.header, fields, own, by_name=by_name, sure=name != "guessed")
    steps = plan(sheet.header, fields)
    birthdays = _birthday_column(source, sheet, fields, asked.dates)
    values = OwnFields(own, by_name=by_name)
    doubts = () if name == "partnerbook" else _conventions(source, sheet, fields, own, values)
    collected = _Collected(values)
    empty = _("There is no name, organisation, e-mail or phone in this row; it is kept out.")
    width = len(sheet.header)
    listed, guarded = name == "partnerbook", sheet.ragged
    fast = FastRows(steps, width, birthdays, guarded)
    for record in sheet.rows:
        watch.step(collected.read)
        draft = fast.draft(record) if fast.usable else None
        if draft is not None:
            collected.add_regular(draft)
            continue
        contact = contact_of(record, steps, birthdays, listed, guarded)
        if len(record.cells) != width and sheet.ragged:
            _note_ragged(contact, record.cells, width)
        collected.add(contact, empty)
    collected.problems += sheet.problems
    watch.done()
    remarks = (*sheet.remarks, *filter(None, (birthdays.remark, *doubts)))
    columns = tuple(
        Column(header, field, _examples(sheet, index))
        for index, (header, field) in enumerate(zip(sheet.header, fields, strict=True))
    )
    return _result(
        collected,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        quote=sheet.quote,
        dates=birthdays.order if "birthday" in fields else "",
        preset=name,
        columns=columns,
        remarks=remarks,
    )


def _fields(sheet: Sheet, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The name of the way the columns were understood, and the field of each."""
    if asked.mapping is not None:
        return "given", _given(asked.mapping, sheet)
    named = saved_named(asked.preset, asked.saved) if asked.preset else None
    if named is None and not asked.preset and sheet.header_line:
        named = recognise_saved(sheet.header, asked.saved)
    if named is not None:
        return named.name, fields_of(named, sheet.header, FIELDS)
    found = _preset(asked.preset) or (recognise(sheet.header) if sheet.header_line else None)
    if found and asked.preset != GUESSED:
        return found.name, tuple(found.field_of(column_key(header)) for header in sheet.header)
    header = sheet.header if sheet.header_line else [""] * len(sheet.header)
    return GUESSED, guess_mapping(header, [record.cells for record in sheet.sample])


def _given(mapping: Mapping[str, str], sheet: Sheet) -> tuple[str, ...]:
    for field in mapping.values():
        check_field(field)
    return fields_by(mapping, sheet.header)


def _preset(name: str) -> Preset | None:
    known = preset_named(name)
    if name and name != GUESSED and known is None:
        raise UserError("preset_unknown", _("There is no preset “{name}”."), name=name)
    return known


def check_field(field: str) -> str:
    """The field, or ``UserError`` when there is none such."""
    if field and field.partition(":")[0] not in FIELDS:
        raise UserError("field_unknown", _("There is no field “{name}” to map a column to."), name=field)
    return field


def _birthday_column(source: Path, sheet: Sheet, fields: Sequence[str], order: str) -> DateColumn:
    """How the birthdays are written: the whole column is read beforehand where the first rows are in doubt."""
    if "birthday" not in fields:
        return DateColumn("dmy")
    index = fields.index("birthday")
    header = sheet.header[index]

    def values(records: Iterable[Sequence[str]]) -> Iterable[str]:
        return (cells[index] for cells in records if index < len(cells) and cells[index])

    first = date_column(header, values(record.cells for record in sheet.sample), order)
    if not first.remark:
        return first
    with open_sheet(source, encoding=sheet.encoding, delimiter=sheet.delimiter, quote=sheet.quote) as again:
        return date_column(header, values(record.cells for record in again.rows))


def _conventions(
    source: Path, sheet: Sheet, fields: Sequence[str], own: Sequence[FieldDefinition], values: OwnFields
) -> tuple[str, ...]:
    """Find out how the columns of the user's own fields write numbers and dates; returns what is in doubt."""
    remarks = []
    for definition in own:
        if definition.key not in fields or definition.kind not in (FieldKind.NUMBER, FieldKind.DATE):
            continue
        index = fields.index(definition.key)
        with open_sheet(source, encoding=sheet.encoding, delimiter=sheet.delimiter, quote=sheet.quote) as again:
            cells = (record.cells[index] for record in again.rows if index < len(record.cells))
            remarks.append(values.learn(definition, sheet.header[index], filter(None, cells)))
    return tuple(remarks)


def _note_ragged(contact: Contact, cells: Sequence[str], width: int) -> None:
    surplus = [cell for cell in cells[width:] if cell.strip()]
    for number, cell in enumerate(surplus[: MAX_KEPT + 1], start=width + 1):
        contact.keep(cell, _("Column {number}").format(number=number))
    if len(cells) < width or surplus:
        sentence = _("This row has {found} cells where there are {width} columns.")
        contact.trouble(contact.line, sentence, found=len(cells), width=width)


def _examples(sheet: Sheet, index: int) -> tuple[str, ...]:
    found = (record.cells[index][:80] for record in sheet.sample if index < len(record.cells) and record.cells[index])
    return tuple(value for value, _number in zip(found, range(_EXAMPLES), strict=False))


def _result(collected: _Collected, **about: object) -> ReadResult[PartnerDraft]:
    problems = sorted(collected.problems, key=lambda problem: problem.line)
    return ReadResult(
        tuple(collected.drafts),
        tuple(problems),
        collected.read,
        collected.read - len(collected.drafts),
        **about,  # type: ignore[arg-type]
    )
