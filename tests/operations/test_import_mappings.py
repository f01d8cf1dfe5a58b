"""What columns mean, said once and known again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.imports import SavedMapping
from app.domain.money import Money
from app.exchange.contacts import read_contacts
from app.exchange.deals import guess_kind, read_sales
from app.operations import import_mappings
from app.queries.import_mappings import listed
from tests.operations.office import Office

COLUMNS = {"Wer": "customer", "Wann": "date", "Wieviel": "amount", "Bon": "partner_code"}


def remembered(office: Office) -> tuple[SavedMapping, ...]:
    return listed(office.store.driver())


def save(office: Office, name: str, columns: dict[str, str], kind: str = "sales") -> int:
    return office.do("Remember", import_mappings.save, name, kind, list(columns), columns)


def till(folder: Path, head: str = "Bon;WANN; wer;Wieviel") -> Path:
    path = folder / "till.csv"
    path.write_text(f"{head}\nHARBOR;3.10.2026;Ida Berg;120,50\n", encoding="utf-8")
    return path


def test_a_file_of_the_same_columns_is_known_by_name_never_by_place(office: Office, tmp_path: Path) -> None:
    path = till(tmp_path)
    assert guess_kind(path) == "partners"
    save(office, "Our till", COLUMNS)
    saved = remembered(office)
    assert guess_kind(path, saved) == "sales"
    result = read_sales(path, currency="EUR", saved=saved)
    (draft,) = result.drafts
    assert (result.preset, draft.customer, draft.amount) == ("Our till", "Ida Berg", Money(12050, "EUR"))
    assert draft.partner.code == "HARBOR"


def test_with_a_column_more_it_is_another_file_unless_it_is_named(office: Office, tmp_path: Path) -> None:
    save(office, "Our till", COLUMNS)
    path = till(tmp_path, "Bon;Wann;Wer;Wieviel;Kasse")
    assert read_sales(path, currency="EUR", saved=remembered(office)).preset == "guessed"
    named = read_sales(path, currency="EUR", saved=remembered(office), preset="our TILL")
    assert (named.preset, named.drafts[0].customer) == ("Our till", "Ida Berg")
    with pytest.raises(UserError, match="no preset “Their till”"):
        read_sales(path, saved=remembered(office), preset="Their till")


def test_it_goes_before_a_known_program(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "hubspot.csv"
    path.write_text("Record ID,First Name,Last Name,Email\n7,Ida,Berg,ida@ex.example\n", encoding="utf-8")
    assert read_contacts(path).preset == "hubspot"
    own = {"Record ID": "code", "First Name": "given", "Last Name": "family", "Email": "email"}
    save(office, "Ours", own, "partners")
    result = read_contacts(path, saved=remembered(office))
    assert (result.preset, result.drafts[0].code, result.drafts[0].uid) == ("Ours", "7", "")
    assert read_contacts(path, saved=remembered(office), preset="hubspot").drafts[0].uid == "7"
    assert read_contacts(path, saved=remembered(office), preset="guessed").preset == "guessed"


def test_said_again_it_is_replaced_and_a_name_stands_for_one_kind_of_file(office: Office) -> None:
    first = save(office, " Our  till ", COLUMNS)
    assert save(office, "The till", {**COLUMNS, "Bon": "-"}) == first
    (kept,) = remembered(office)
    assert (kept.name, kept.columns["Bon"]) == ("The till", "-")
    with pytest.raises(UserError, match="remembered for files with other columns"):
        save(office, "THE TILL", {"A": "customer"})
    with pytest.raises(UserError, match="Give it a name"):
        save(office, "  ", {"A": "customer"})


def test_it_is_renamed_forgotten_and_both_are_undone(office: Office) -> None:
    first, other = save(office, "Our till", COLUMNS), save(office, "Shop", {"A": "customer"})
    office.do("Rename", import_mappings.rename, first, "Market")
    with pytest.raises(UserError, match="“shop” is remembered"):
        office.do("Rename", import_mappings.rename, first, "shop")
    assert [each.name for each in remembered(office)] == ["Market", "Shop"]
    office.do("Forget", import_mappings.delete, other)
    assert [each.name for each in remembered(office)] == ["Market"]
    office.undo()
    office.undo()
    assert [each.name for each in remembered(office)] == ["Our till", "Shop"]
    with pytest.raises(UserError, match="no longer remembered"):
        office.do("Forget", import_mappings.delete, 99)


def test_a_field_that_is_no_more_does_not_keep_the_file_out(office: Office, tmp_path: Path) -> None:
    save(office, "Our till", {**COLUMNS, "Bon": "shoe"})
    (draft,) = read_sales(till(tmp_path), currency="EUR", saved=remembered(office)).drafts
    assert [(point.label, point.value) for point in draft.extra] == [("Bon", "HARBOR")]
