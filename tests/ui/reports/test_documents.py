"""Documents made off the window: names, marks, mail, files that appear whole."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from app.domain.dates import Period
from app.domain.errors import StorageError
from app.domain.money import Money
from app.domain.statements import Addressee, Business, Line, YearSoFar, draw_up
from ui.reports import documents
from ui.reports.documents import StatementData

DAY = date(2026, 11, 1)


def data(number: str, void_reason: str | None = None, email: str = "maya@harbor-it.example") -> StatementData:
    euro = Money(38_000, "EUR")
    drawn = draw_up(
        number=number,
        issued_on=DAY,
        period=Period(date(2026, 10, 1), date(2026, 10, 31)),
        business=Business("Brightside", email="partners@brightside.example"),
        partner=Addressee("Harbor: IT/Consulting?", "HARBOR", "Maya Lindqvist", email=email),
        terms_version=1,
        terms_since=DAY,
        pay_method="Bank transfer",
        currency="EUR",
        lines=[Line(1, DAY, "Brandt", "sale", (), euro, euro)],
        on_hold=None,
        year=YearSoFar(2026, 1, 1, euro, euro),
    )
    return StatementData(drawn, void_reason)


def test_a_statement_is_named_and_marked() -> None:
    made = documents.lay_out_statement(data("S-2026-0001"))
    assert (made.title, made.mark, made.number) == ("Statement S-2026-0001", "", "S-2026-0001")
    assert made.name == "S-2026-0001 Harbor IT Consulting"
    assert made.pdf.startswith(b"%PDF-")
    assert documents.lay_out_statement(data("")).mark == "draft"
    void = documents.lay_out_statement(data("S-2026-0001", "Transfer came back"))
    assert (void.mark, void.mark_reason) == ("void", "Transfer came back")


def test_paper_can_be_chosen() -> None:
    a4 = documents.lay_out_statement(data("S-1"))
    letter = documents.lay_out_statement(data("S-1"), "letter")
    assert b"612 792" in letter.pdf
    assert b"612 792" not in a4.pdf


def test_a_mail_draft_has_the_pdf_and_waits_to_be_sent(tmp_path: Path) -> None:
    made = documents.lay_out_statement(data("S-2026-0001"))
    path = documents.save_mail(tmp_path / "drafts", made)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Commission statement S-2026-0001"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hello Maya Lindqvist," in body.get_content()
    assert "To be paid: €380.00." in body.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["S-2026-0001 Harbor IT Consulting.pdf"]


def test_a_draft_never_takes_the_place_of_another(tmp_path: Path) -> None:
    made = documents.lay_out_statement(data("S-1"))
    first = documents.save_mail(tmp_path, made)
    first.write_bytes(b"changed by its owner")
    others = [documents.save_mail(tmp_path, made) for _turn in range(2)]
    assert first.read_bytes() == b"changed by its owner"
    assert [each.stem.removeprefix(first.stem) for each in others] == [" (2)", " (3)"]


def test_a_draft_for_a_partner_without_address_leaves_the_field_open(tmp_path: Path) -> None:
    path = documents.save_mail(tmp_path, documents.lay_out_statement(data("S-1", email="")))
    assert BytesParser(policy=policy.default).parsebytes(path.read_bytes())["To"] is None


def test_a_file_that_cannot_be_written_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    made = documents.lay_out_statement(data("S-1"))
    with pytest.raises(StorageError):
        documents.save(tmp_path / "missing" / "a.pdf", made)
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    documents.save(target, replace(made, pdf=b"new"))
    assert target.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("text", ["../../etc/passwd", "a\x00b", 'c:\\d|e"', "...", ""])
def test_names_are_never_paths(text: str) -> None:
    name = documents.safe_name(text)
    assert name
    assert not set(name) & set('\\/:*?"<>|\x00')
    assert not name.startswith(".")


def test_the_periods_on_offer() -> None:
    spans = {key: span for key, _words, span in documents.spans(date(2026, 1, 15))}
    assert spans["last_month"] == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert spans["last_quarter"] == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert spans["last_year"] == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert spans["this_month"] == Period(date(2026, 1, 1), date(2026, 1, 31))
