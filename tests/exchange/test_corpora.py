"""Files that other programs wrote, and files made to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.deals import guess_kind, read_referrals, read_sales
from tests.exchange import agreement
from tests.exchange.honest import assert_reads_as_fast_as_honest_files


def _files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def test_cards_agree_with_independent_parsers(corpora: Path) -> None:
    compared = list(agreement.cards(corpora))
    assert len(compared) > 1500
    assert not [each for each in compared if not each.agrees]


def test_sheets_agree_with_independent_parsers(corpora: Path) -> None:
    compared = [each for each in agreement.sheets(corpora) if each.path not in agreement.MISREAD_BY_OTHERS]
    assert len(compared) > 700
    assert not [each for each in compared if not each.agrees]


@pytest.mark.parametrize("folder", ["vcard", "csv", "hostile", "sales"])
def test_every_file_is_read_or_refused_in_a_sentence(corpora: Path, folder: str) -> None:
    for path in _files(corpora / folder):
        try:
            result = read_contacts(path)
        except UserError:
            continue
        assert result.read == len(result.drafts) + result.kept_out, path
        assert len(result.problems) >= result.kept_out, path
        assert all(draft.name for draft in result.drafts), path
        for draft in result.drafts:
            repr(draft).encode("utf-8")


@pytest.mark.parametrize("folder", ["vcard", "csv", "hostile", "sales"])
def test_every_file_is_read_in_its_time(corpora: Path, folder: str) -> None:
    assert_reads_as_fast_as_honest_files(_files(corpora / folder))


def test_every_sheet_can_be_asked_for_referrals_and_sales(corpora: Path) -> None:
    for path in _files(corpora / "csv", corpora / "sales", corpora / "hostile"):
        try:
            kind = guess_kind(path)
            results = (read_referrals(path, currency="EUR"), read_sales(path, currency="EUR"))
        except UserError:
            continue
        assert kind in {"partners", "referrals", "sales"}
        for result in results:
            assert result.read == len(result.drafts) + result.kept_out
            assert len(result.problems) >= result.kept_out


@pytest.mark.parametrize(
    ("name", "preset", "rows"),
    [
        ("hubspot_contacts_400_0.csv", "hubspot", 400),
        ("google_contacts_300_0.csv", "google", 300),
        ("google_contacts_old_300_0.csv", "google_old", 300),
        ("outlook_250_0.csv", "outlook", 250),
        ("highlevel_contacts_400_0.csv", "highlevel", 400),
        ("linkedin_connections_400_0.csv", "linkedin", 400),
        ("mailchimp_audience_300_0.csv", "mailchimp", 300),
        ("salesforce_contact_report_200_0.csv", "salesforce", 200),
        ("shopify_customers_200_0.csv", "shopify", 200),
        ("customers-10000.csv", "guessed", 10000),
        ("people-12000.csv", "guessed", 12000),
    ],
)
def test_exports_of_known_programs_come_in_whole(corpora: Path, name: str, preset: str, rows: int) -> None:
    result = read_contacts(corpora / "csv" / "faker" / name)
    assert result.preset == preset
    assert (result.read, len(result.drafts), result.problems) == (rows, rows, ())
