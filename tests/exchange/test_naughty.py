"""Each naughty string stands on a card in every place, and goes everywhere: unchanged, found, and never more than text."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.partners import PointKind
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress, check_partner
from app.exchange.mail import Attachment, draft
from app.operations.imports.bulk import add_all
from app.queries import partner_list
from app.queries import partners as query
from app.queries.search import search
from app.reports.statement import statement_report
from tests.exchange.rounds import as_files_have_it, book, cards, taken_in, written
from tests.naughty import names
from tests.operations.office import Office
from tests.reports import samples
from tests.reports.test_statement import opened, text_of

TODAY = date(2026, 11, 23)


def card(name: str) -> PartnerFields:
    """A partner with the string wherever text stands."""
    points = (Point(PointKind.PHONE, name, name), Point(PointKind.OTHER, name, name))
    return check_partner(
        PartnerFields(
            name,
            tier=name,
            language=name,
            best_time=name,
            pay_method=name,
            notes=name,
            source=name,
            account_holder=name,
            tags=(name,),
            points=points,
            addresses=(PostalAddress(name, name, name, name, name, name),),
            people=(PersonFields(name, name, points, notes=name), PersonFields("B", notes=f"{name}\n{name}")),
        )
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with book(tmp_path_factory.mktemp("naughty") / "naughty.partnerbook") as found:
        found.do("Add", add_all, [card(name) for name in names()], None)
        yield found


def test_it_is_kept_and_shown_on_row_and_card(office: Office) -> None:
    connection = office.store.driver()
    ids = partner_list.ids(connection, partner_list.Chip.ALL, "", TODAY)
    rows = partner_list.rows(connection, ids, TODAY)
    assert sorted(row.name for row in rows.values()) == sorted(names())
    with office.store.read() as session:
        for partner, row in rows.items():
            fields = query.card(session, partner, TODAY).fields
            assert (fields.name, fields.notes, fields.people[0].name, fields.tags) == (*[row.name] * 3, (row.name,))
    assert office.findings() == []


def test_it_is_found_by_itself_and_searching_never_fails(office: Office) -> None:
    connection = office.store.driver()
    ids = {fields["name"]: fields["id"] for fields in office.rows("SELECT id, name FROM partner")}
    for name in names():
        found = partner_list.ids(connection, partner_list.Chip.ALL, name, TODAY)
        assert not re.search(r"[^\W_]", name) or ids[name] in found, name
        search(connection, name)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".vcf"])
def test_it_goes_out_to_a_file_and_comes_back(office: Office, tmp_path: Path, ending: str) -> None:
    wanted = {uid: as_files_have_it(fields) for uid, fields in cards(office).items()}
    file = written(office, tmp_path / f"out{ending}")
    with book(tmp_path / "other.partnerbook") as other:
        done = taken_in(other, file)
        assert (done.added, done.problems) == (len(wanted), ())
        assert cards(other) == wanted


def test_it_stands_in_a_mail_and_makes_no_header() -> None:
    for name in names():
        data = draft(
            "", "a@x.example", name, name, [Attachment(f"{name}.pdf", "application/pdf", b"x")], samples.CREATED
        )
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert set(message) <= {"To", "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"}, name
        body = message.get_body()
        assert body is not None
        assert body.get_content().rstrip("\r\n") == name
        assert message["Subject"].split() == "".join(c for c in name if c.isprintable()).split(), name


def test_it_is_only_text_in_a_statement() -> None:
    """All of them as customers on one statement: no picture, no link, and the words of those that are plain."""
    lines = tuple(replace(samples.LINES[0], entry_id=place, customer=name) for place, name in enumerate(names(), 1))
    document, reader = opened(statement_report(samples.statement(lines)))
    text = "".join(text_of(reader).split())
    assert len(reader.pages) == document.pages
    assert all(not page.images and "/Annots" not in page for page in reader.pages)
    plain = [name for name in names() if name.isascii() and len(name) < 24]
    assert [name for name in plain if "".join(name.split()) not in text] == []
