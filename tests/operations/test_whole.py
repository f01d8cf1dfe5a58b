"""A whole book goes into one file and comes back the same; what is no such file is refused in a sentence."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.domain.custom_fields import FieldKind
from app.domain.errors import UserError
from app.operations import custom_fields, merging, whole
from app.queries import export
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, eur, new_book, opened, percent

Tables = dict[str, list[dict[str, Any]]]


def everything(office: Office) -> tuple[dict[str, Any], Tables]:
    """The export as it is after its way through a file."""
    with office.store.read() as session:
        found = [export.header(), dict(export.everything(session))]
    header, tables = json.loads(json.dumps(found, ensure_ascii=False))
    return header, tables


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with everything in it; it is only read."""
    with clock.fixed(NOW), opened(new_book(tmp_path_factory.mktemp("full") / "my.partnerbook")) as office:
        fill(office)
        yield office


def fill(office: Office) -> None:
    """Corrections, a refund, a payout, one void, follow-ups, odd letters."""
    partner = office.card("日本 “Harbor” \u200e& Söhne")
    office.agree(partner, percent(10))
    office.call(partner, "Line one\nline two\t🎉", follow_up=TODAY)
    sale = office.sold(partner, "100.00")
    office.void(office.pay(partner))
    office.pay(partner)
    office.refund(sale, eur("30.00"))
    office.agree(partner, percent(12))
    office.partner("Undone")
    office.undo()
    office.do("Merge", merging.merge, office.partner("Later twin"), office.partner("Earlier twin"))
    twins = [office.partner(name) for name in ("Gone twin", "Kept twin")]
    office.do("Merge", merging.merge, twins[1], twins[0])
    office.do("Define", custom_fields.define, "Sector", FieldKind.CHOICE, ["Design"])


def test_there_and_back(full: Office, tmp_path: Path) -> None:
    header, tables = everything(full)
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        other.do("Load", whole.load, header, tables)
        assert everything(other) == (header, tables)
        assert (other.dump(), other.dump(money=True)) == (full.dump(), full.dump(money=True))
        assert other.open_amounts() == full.open_amounts()
        assert other.findings() == []
        assert other.stale() == []
        other.partner("Next")
        other.undo()
        assert everything(other) == (header, tables)


def test_a_book_that_is_not_empty_takes_nothing_in(full: Office) -> None:
    header, tables = everything(full)
    with pytest.raises(UserError) as caught:
        full.do("Load", whole.load, header, tables)
    assert caught.value.code == "book_not_empty"


def spoil(table: str, **values: Any) -> Callable[[dict[str, Any], Tables], None]:
    """Put values into the first row of a table."""
    return lambda header, tables: tables[table][0].update(values)


def without(table: str, column: str) -> Callable[[dict[str, Any], Tables], None]:
    def spoil(header: dict[str, Any], tables: Tables) -> None:
        del tables[table][0][column]

    return spoil


SPOILED: dict[str, Callable[[dict[str, Any], Any], Any]] = {
    "another format": lambda header, tables: header.update(format="csv"),
    "another version": lambda header, tables: header.update(version=99),
    "another schema": lambda header, tables: header.update(schema=99),
    "no header": lambda header, tables: header.clear(),
    "an unknown table": lambda header, tables: tables.update(sqlite_master=[]),
    "the journal": lambda header, tables: tables.update(change_set=[]),
    "a column too few": without("partner", "name"),
    "a field of a kind that is none": spoil("custom_field", kind="colour"),
    "a day that is none": spoil("referral", received_on="2026-02-30"),
    "an instant that is none": spoil("partner", created_at="yesterday"),
    "an amount that is no integer": spoil("sale", amount_minor=12.5),
    "an amount of text": spoil("ledger_entry", amount_minor="12"),
    "a number of text": spoil("person", position="first"),
    "a text of numbers": spoil("partner", name=5),
    "a list for a text": spoil("partner", name=["x"]),
    "a day that is a number": spoil("referral", received_on=5),
    "nothing where something must be": spoil("partner", name=None),
    "a reference into nothing": spoil("person", partner_id=99),
    "an id twice": lambda header, tables: tables["partner_tag"].append(tables["partner_tag"][0]),
    "an id too large": spoil("partner_tag", id=2**70),
    "a truth for an id": spoil("partner_tag", id=True),
    "a row that is none": lambda header, tables: tables["partner"].append(5),
    "rows that are none": lambda header, tables: tables.update(partner=5),
    "half a letter": spoil("partner", name="\ud800"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_export_is_refused_whole(full: Office, tmp_path: Path, how: str) -> None:
    header, tables = copy.deepcopy(everything(full))
    SPOILED[how](header, tables)
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        with pytest.raises(UserError):
            other.do("Load", whole.load, header, tables)
        assert all(not rows for rows in (other.dump() | other.dump(money=True)).values())
        assert other.partner() == 1


def test_changed_money_in_an_export_is_named_by_the_check(full: Office, tmp_path: Path) -> None:
    header, tables = everything(full)
    tables["ledger_entry"][0]["amount_minor"] += 1
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        other.do("Load", whole.load, header, tables)
        assert "Ledger entry 1" in "\n".join(other.findings())


def test_records_for_other_programs(full: Office) -> None:
    with full.store.read() as session:
        *twins, partner = export.partners(session)
        people = [person for person in export.people(session) if person["code"] == partner["code"]]
        [referral] = export.referrals(session)
        lines = export.commissions(session, TODAY)
        [call] = export.communications(session)
        [promise] = export.reminders(session)
    assert [twin["name"] for twin in twins] == ["Kept twin", "Later twin"]
    assert (partner["code"], partner["tags"], partner["phones"]) == (
        "HARBOR",
        ["coffee", "local"],
        ["+44 20 7946 0018"],
    )
    assert [(person["name"], person["role"], person["emails"]) for person in people] == [
        ("Ana Pereira", "Owner", ["ana@example.com"]),
        ("Ben Okafor", "Sales", []),
    ]
    assert (referral["sold"], referral["commission"], referral["currency"]) == ("70.00", "8.40", "EUR")
    assert [line["amount"] for line in lines][:3] == ["10.00", "-10.00", "10.00"]
    assert {line["status"] for line in lines} <= {"paid", "hold", "payable", "cancelled", "payout", "payout_void"}
    assert call["text"] == "Line one\nline two\t🎉"
    assert (promise["due"], promise["status"]) == (TODAY.isoformat(), "open")


EXPORTS = Path(__file__).parents[1] / "data" / "exports"


@pytest.mark.parametrize("schema", [1, 2])
def test_the_export_of_an_earlier_program_is_taken_in_with_all_its_content(schema: int, tmp_path: Path) -> None:
    given = json.loads(gzip.decompress((EXPORTS / f"schema-{schema}.json.gz").read_bytes()))
    tables = given.pop("tables")
    with opened(new_book(tmp_path / "copy.partnerbook")) as office:
        loaded = office.do("Load", whole.load, given, tables)
        assert loaded == sum(map(len, tables.values())) > 40
        _header, now = everything(office)
        for name, rows in tables.items():
            assert [{key: row[key] for key in old} for old, row in zip(rows, now[name], strict=True)] == rows
        assert office.findings() == []
        office.pay(office.value("SELECT partner_id FROM unsettled ORDER BY entry_id LIMIT 1"))
        assert office.findings() == []


def test_an_export_without_its_own_columns_is_refused_although_an_earlier_one_had_none(
    full: Office, tmp_path: Path
) -> None:
    header, tables = everything(full)
    changed = copy.deepcopy(tables)
    del changed["partner"][0]["iban"]
    with (
        opened(new_book(tmp_path / "copy.partnerbook")) as other,
        pytest.raises(UserError, match=r"A row of partner in the export has no “iban”"),
    ):
        other.do("Load", whole.load, header, changed)
