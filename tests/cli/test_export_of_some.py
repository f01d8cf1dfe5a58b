"""Exporting some partners alone: who fits a saved filter, or whose ids are given; and contact cards of either version."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import clock, file_export
from app.cli import main
from app.domain.errors import UserError
from app.domain.filters import Condition, Criteria, How
from app.domain.partners import PointKind
from app.domain.rolodex import Point, PostalAddress
from app.operations import filters
from tests.operations.office import Office, opened


@pytest.fixture
def filled(book: Path) -> Path:
    """A book with three partners, two of them of tier Gold, and a filter for these."""
    with opened(book) as office:
        for name, tier in (("Harbor", "Gold"), ("Quay", ""), ("=cmd", "gold")):
            points = (Point(PointKind.EMAIL, "office@example.com"),)
            office.partner(name, tier=tier, tags=(name,), points=points, addresses=(PostalAddress(city=f"At {name}"),))
        office.card("With people")
        office.do("Save", filters.save, "Best", Criteria((Condition("tier", How.IS, "Gold"),)))
    return book


def export(book: Path, target: Path, *words: str) -> int:
    return main(["--file", str(book), "export", str(target), *words])


def test_a_saved_filter_says_whom(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(filled, tmp_path / "a.json", "--what", "partners", "--filter", "best") == 0
    assert [each["name"] for each in json.loads((tmp_path / "a.json").read_text())] == ["=cmd", "Harbor"]
    assert export(filled, tmp_path / "a.xlsx", "--filter", "Best") == 0
    rows = list(load_workbook(tmp_path / "a.xlsx").worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["=cmd", "Harbor"]
    assert export(filled, tmp_path / "a.vcf", "--filter", "Best") == 0
    assert (tmp_path / "a.vcf").read_text().count("BEGIN:VCARD") == 2
    capsys.readouterr()
    assert export(filled, tmp_path / "b.csv", "--filter", "Worst") == 1
    assert "“Best”" in capsys.readouterr().err
    assert export(filled, tmp_path / "b.csv", "--what", "referrals", "--filter", "Best") == 1
    assert "--filter goes with" in capsys.readouterr().err
    assert not (tmp_path / "b.csv").exists()


def test_cards_are_written_in_the_version_asked_for(filled: Path, tmp_path: Path) -> None:
    for version in ("3.0", "4.0"):
        target = tmp_path / f"{version}.vcf"
        assert export(filled, target, "--vcard", version) == 0
        text = target.read_text()
        assert text.count(f"VERSION:{version}") == text.count("BEGIN:VCARD") == 5
        assert ("\nN:" in text) == (version == "3.0")
        assert ("BDAY:1980-02-29" if version == "3.0" else "BDAY:19800229") in text


def test_only_those_whose_ids_are_given_are_written(filled: Path) -> None:
    with opened(filled) as office:

        def written(office: Office, what: str, *only: int) -> str:
            file = io.BytesIO()
            with office.store.read() as session:
                file_export.write(session, what, ".csv", file, clock.now(), only=only)
            return file.getvalue().decode()

        assert "Quay" in written(office, "partners", 2)
        assert "Harbor" not in written(office, "partners", 2)
        assert written(office, "partners").count("\n") == 1
        assert written(office, "people", 4).count("Okafor") == 1
        with pytest.raises(UserError, match="partners and people"):
            written(office, "referrals", 2)
