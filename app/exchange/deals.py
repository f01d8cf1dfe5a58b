"""Reading referrals and sales from a sheet: a CRM's deals, a shop's orders, a plain list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, TypedDict, TypeVar, Unpack

from app.domain.errors import UserError
from app.domain.imports import SavedMapping, column_key
from app.domain.money import CURRENCIES, Money
from app.domain.referrals import Stage
from app.exchange.asked import GUESSED, Asked, fields_by, fields_of, recognise_saved, saved_named
from app.exchange.cleaning import clean, is_email, one_line
from app.exchange.contact import MAX_KEPT
from app.exchange.contacts import is_vcard
from app.exchange.conventions import AmountColumn, DateColumn, amount_column, currency_in, date_column
from app.exchange.csv_records import Record
from app.exchange.deal_columns import FIELDS, guess_fields, is_given_back, is_sure, is_void, kind_of, stage_of
from app.exchange.drafts import Column, PartnerHint, Point, Problem, ReadResult, ReferralDraft, SaleDraft
from app.exchange.presets import recognise
from app.exchange.presets_deals import deals_named, recognise_deals
from app.exchange.progress import Progress, Watch, many_records
from app.exchange.row_contact import unguard
from app.exchange.sheets import Sheet, open_sheet
from app.i18n import _

Draft = TypeVar("Draft")

_DAYS: Final = ("date", "closed_on", "refunded_on")


def guess_kind(path: Path | str, saved: Sequence[SavedMapping] = ()) -> str:
    """What the file holds: ``partners``, ``referrals`` or ``sales``. A saved mapping for its columns knows."""
    source = Path(path)
    if is_vcard(source):
        return "partners"

    def is_header(cells: Sequence[str]) -> bool:
        known = recognise(cells) is not None or recognise_deals(cells) is not None
        return known or recognise_saved(cells, saved) is not None

    with open_sheet(source, is_header=is_header) as sheet:
        told = recognise_saved(sheet.header, saved) if sheet.header_line else None
        if told is not None:
            return told.kind
        deals = recognise_deals(sheet.header)
        if deals is not None:
            return deals[0]
        return "partners" if recognise(sheet.header) else kind_of(sheet.header)


def read_referrals(path: Path | str, *, currency: str = "", **asked: Unpack[Said]) -> ReadResult[ReferralDraft]:
    """The referrals in a sheet. ``currency`` is for amounts that say none; ``mapping`` gives fields by header.

    A row without a customer is kept out; a date, amount or stage that cannot be read is left out of its referral and
    kept among the further values, each with a problem. How dates and amounts were understood is in ``remarks``.
    """
    return _read_file(Path(path), "referrals", currency, asked, _referral)


def read_sales(path: Path | str, *, currency: str = "", **asked: Unpack[Said]) -> ReadResult[SaleDraft]:
    """The sales in a sheet; as ``read_referrals``, but a row without a readable date and amount is kept out."""
    return _read_file(Path(path), "sales", currency, asked, _sale)


class Said(TypedDict, total=False):
    """How a sheet is to be read, as ``read_contacts`` has it. ``decimal`` is as in ``ReadResult``."""

    preset: str | None
    mapping: Mapping[str, str] | None
    encoding: str | None
    delimiter: str | None
    quote: str | None
    decimal: str | None
    dates: str | None
    saved: Sequence[SavedMapping]
    progress: Progress | None
    cancelled: Callable[[], bool] | None


@dataclass(frozen=True, slots=True)
class _Conventions:
    """How the columns of this sheet write what they hold."""

    dates: DateColumn
    amounts: AmountColumn
    currency: str


class _Row:
    """The cells of a row by field, and the troubles met in reading them."""

    def __init__(
        self, record: Record, header: Sequence[str], fields: Sequence[str], conventions: _Conventions, before: str
    ) -> None:
        self.line = record.line
        self.before = before
        """The reference of the row before."""
        self.conventions = conventions
        self.values: dict[str, str] = {}
        self.extra: list[Point] = []
        self.problems: list[Problem] = []
        left_out = False
        for index, cell in enumerate(record.cells):
            text = clean(unguard(cell)) if cell else ""
            field = fields[index] if index < len(fields) else ""
            if not text or field == "-":
                continue
            if field and field not in self.values:
                self.values[field] = text
            elif self.values.get(field) == text:
                continue
            elif len(self.extra) < MAX_KEPT:
                name = header[index] if index < len(header) else ""
                self.extra.append(Point(text, name or _("Column {number}").format(number=index + 1)))
            else:
                left_out = True
        if left_out:
            sentence = _("There are more than {limit} values of one kind here; the rest was left out.")
            self.trouble(sentence, limit=MAX_KEPT)

    def text(self, field: str) -> str:
        found = self.values.get(field)
        return one_line(found) if found else ""

    def trouble(self, sentence: str, **about: object) -> None:
        self.problems.append(Problem(self.line, sentence.format(**about)))

    def day(self, field: str = "date") -> date | None:
        """The date; one that cannot be read is kept with a problem."""
        text = self.text(field)
        found = self.conventions.dates.read(text) if text else None
        if text and found is None:
            self._keep(text, _("Date"))
            self.trouble(_("“{value}” is not a date."), value=text[:80])
        return found

    def money(self) -> Money | None:
        """The amount, exactly; one that cannot be read or has no currency is kept with a problem."""
        text = self.text("amount")
        if not text:
            return None
        plain = self.conventions.amounts.read(text)
        currency = self._currency(text)
        if plain is None or not currency:
            self._keep(text, _("Amount"))
            if plain is None:
                self.trouble(_("“{value}” is not an amount."), value=text[:80])
            else:
                self.trouble(_("It is not known in which currency “{value}” is."), value=text[:80])
            return None
        try:
            return Money.parse(plain, currency)
        except UserError as error:
            self._keep(text, _("Amount"))
            self.trouble("{reason}", reason=str(error))
            return None

    def refunded(self, amount: Money) -> Money | None:
        """What the row says was given back of ``amount``; what cannot be read is kept with a problem."""
        text = self.text("refunded")
        plain = self.conventions.amounts.read(text) if text else None
        try:
            if plain is not None:
                return Money.parse(plain.removeprefix("-"), amount.currency)
        except UserError:
            plain = None
        if text:
            self._keep(text, _("Amount given back"))
            self.trouble(_("“{value}” is not an amount."), value=text[:80])
        return None

    def _currency(self, amount: str) -> str:
        said = self.text("currency").upper()
        return said if said in CURRENCIES else currency_in(amount, self.conventions.currency)

    def email(self, field: str) -> str:
        """The e-mail address in ``field``; what is none is kept with a problem."""
        text = self.text(field)
        if text and not is_email(text):
            self._keep(text, _("E-mail"))
            self.trouble(_("“{value}” is not an e-mail address; it is kept among the further values."), value=text[:80])
            return ""
        return text

    def customer(self) -> str:
        """The customer by name, which may stand in two columns."""
        parts = (self.text("customer_given"), self.text("customer_family"))
        return self.text("customer") or " ".join(part for part in parts if part)

    def stage(self) -> Stage | None:
        """How far it came: a status of won or lost goes before the stage in which it did. What is unknown is kept."""
        status, reached = self.text("status"), self.text("stage")
        ended = stage_of(status)
        if ended in (Stage.WON, Stage.LOST):
            return ended
        found = stage_of(reached) or (ended if not reached else None)
        unknown = reached or status
        if found is None and unknown:
            self._keep(unknown, _("Stage"))
            self.trouble(_("“{value}” is not a stage that is known; it is kept."), value=unknown[:80])
        return found

    def partner(self) -> PartnerHint:
        name, email = self.text("partner"), self.email("partner_email")
        if is_email(name) and not email:
            return PartnerHint("", self.text("partner_code"), name)
        return PartnerHint(name, self.text("partner_code"), email)

    def _keep(self, text: str, label: str) -> None:
        self.extra.append(Point(text, label))


def _referral(row: _Row) -> ReferralDraft | None:
    email = row.email("customer_email")
    customer = row.customer() or email
    if not customer:
        row.trouble(_("There is no customer in this row; it is kept out."))
        return None
    stage = row.stage()
    received, closed = row.day(), row.day("closed_on")
    if closed is not None and stage not in (Stage.WON, Stage.LOST):
        row.extra.append(Point(row.text("closed_on"), _("Close date")))
        closed = None
    if row.text("reference"):
        row.extra.append(Point(row.text("reference"), _("Reference")))
    return ReferralDraft(
        partner=row.partner(),
        customer=customer,
        source_line=row.line,
        customer_email=email,
        received=min(received, closed) if received and closed else received or closed,
        closed=closed,
        stage=stage,
        value=row.money(),
        description=row.values.get("description", ""),
        extra=tuple(row.extra),
    )


def _sale(row: _Row) -> SaleDraft | None:
    email = row.email("customer_email")
    customer = row.customer() or email or row.text("reference")
    day, amount = row.day() or row.day("closed_on"), row.money()
    if not row.text("amount") and row.text("reference") and row.text("reference") == row.before:
        row.trouble(_("This is a further line of “{reference}”, without an amount of its own."), reference=row.before)
        return None
    if not customer or day is None or amount is None:
        row.trouble(_("This row has no readable date, amount and customer; it is kept out."))
        return None
    status, is_refund = row.text("status") or row.text("stage"), amount.minor < 0
    if status:
        row.extra.append(Point(status, _("Status")))
    void = status if is_void(status, is_refund) else ""
    if status and not void and not is_sure(status):
        row.trouble(_("The file says “{status}”; it is taken as a sale all the same."), status=status[:80])
    given_back = None if is_refund else row.refunded(amount)
    if is_given_back(status) and not is_refund:
        given_back = amount
    if given_back is not None and given_back.minor >= amount.minor > 0:
        void, given_back = void or _("refunded"), amount
    return SaleDraft(
        partner=row.partner(),
        customer=customer,
        day=day,
        amount=amount,
        source_line=row.line,
        customer_email=email,
        reference=row.text("reference"),
        description=row.values.get("description", ""),
        void=void,
        given_back=given_back,
        given_back_on=row.day("refunded_on"),
        refund_of=row.text("refund_of"),
        extra=tuple(row.extra),
    )


def _read_file(
    path: Path, kind: str, currency: str, said: Said, draft_of: Callable[[_Row], Draft | None]
) -> ReadResult[Draft]:
    watch = Watch(path, said.get("progress"), said.get("cancelled"))
    asked = Asked(
        preset=said.get("preset") or "",
        mapping=said.get("mapping"),
        encoding=said.get("encoding") or "",
        delimiter=said.get("delimiter") or "",
        quote=said.get("quote") or "",
        decimal=said.get("decimal") or "",
        dates=said.get("dates") or "",
        saved=[each for each in said.get("saved", ()) if each.kind == kind],
    )
    with (
        many_records(),
        open_sheet(
            path,
            is_header=lambda cells: (
                recognise_saved(cells, asked.saved) is not None or recognise_deals(cells, kind) is not None
            ),
            encoding=asked.encoding,
            delimiter=asked.delimiter,
            quote=asked.quote,
            watch=watch.follow,
        ) as sheet,
    ):
        return _read(path, sheet, kind, asked, currency, watch, draft_of)


def _read(
    path: Path,
    sheet: Sheet,
    kind: str,
    asked: Asked,
    currency: str,
    watch: Watch,
    draft_of: Callable[[_Row], Draft | None],
) -> ReadResult[Draft]:
    if not sheet.header:
        raise UserError("sheet_empty", _("There are no rows in “{name}”."), name=path.name)
    preset, fields = _fields(sheet, kind, asked)
    records: list[Record] = []
    for record in sheet.rows:
        records.append(record)
        watch.step(len(records))
    conventions = _conventions(sheet, fields, records, currency, asked)
    drafts: list[Draft] = []
    problems, before = list(sheet.problems), ""
    for record in records:
        row = _Row(record, sheet.header, fields, conventions, before)
        before = row.text("reference")
        draft = draft_of(row)
        if draft is not None:
            drafts.append(draft)
        problems += row.problems
    watch.done()
    found = (conventions.dates.remark, conventions.amounts.remark)
    return ReadResult(
        drafts=tuple(drafts),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        read=len(records),
        kept_out=len(records) - len(drafts),
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        quote=sheet.quote,
        decimal=conventions.amounts.decimal if "amount" in fields else "",
        dates=conventions.dates.order if not set(_DAYS).isdisjoint(fields) else "",
        preset=preset,
        columns=tuple(
            Column(name, field, _examples(records, place))
            for place, (name, field) in enumerate(zip(sheet.header, fields, strict=True))
        ),
        remarks=(*sheet.remarks, *(remark for remark in found if remark)),
    )


def _examples(records: Sequence[Record], place: int) -> tuple[str, ...]:
    """The first values of a column, to be shown where one says what it means."""
    found = (one_line(clean(each.cells[place]))[:80] for each in records[:50] if place < len(each.cells))
    return tuple(islice((value for value in found if value), 3))


def _fields(sheet: Sheet, kind: str, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The name of the way the columns were understood, and the field of each."""
    if asked.mapping is not None:
        return "given", _given(asked.mapping, sheet)
    named = saved_named(asked.preset, asked.saved) if asked.preset else None
    if named is None and not asked.preset and sheet.header_line:
        named = recognise_saved(sheet.header, asked.saved)
    if named is not None:
        return named.name, fields_of(named, sheet.header, FIELDS)
    known = deals_named(asked.preset, kind) if asked.preset else recognise_deals(sheet.header, kind)
    if known is not None:
        return known[1].name, _each_once([known[1].field_of(column_key(name)) for name in sheet.header])
    if asked.preset and asked.preset != GUESSED:
        raise UserError("preset_unknown", _("There is no preset “{name}”."), name=asked.preset)
    return GUESSED, guess_fields(sheet.header)


def _each_once(fields: Sequence[str]) -> tuple[str, ...]:
    """The fields without those that stand before already: what such a column holds is kept under its own name."""
    return tuple(
        field if field in ("", "-") or field not in fields[:place] else "" for place, field in enumerate(fields)
    )


def _given(mapping: Mapping[str, str], sheet: Sheet) -> tuple[str, ...]:
    for field in mapping.values():
        if field not in FIELDS:
            raise UserError("field_unknown", _("There is no field “{name}” to map a column to."), name=field)
    return fields_by(mapping, sheet.header)


def _conventions(
    sheet: Sheet, fields: Sequence[str], records: Sequence[Record], currency: str, asked: Asked
) -> _Conventions:
    def values(*kinds: str) -> tuple[str, list[str]]:
        """The name of the first of these columns, and all that stands in them: a program writes them all alike."""
        places = [fields.index(field) for field in kinds if field in fields]
        found = [r.cells[place] for place in places for r in records if place < len(r.cells) and r.cells[place]]
        return (sheet.header[places[0]] if places else ""), found

    dates = date_column(*values(*_DAYS), asked.dates)
    return _Conventions(dates, amount_column(*values("amount", "refunded"), asked.decimal), currency)
