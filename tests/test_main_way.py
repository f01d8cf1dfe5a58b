"""The way through the house on one real book: terms, referral, sale, refund, payout, statement, and turning back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app import clock
from app.cli import main
from app.domain.commissions.terms import percent_of_sale
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import history, partners, payouts, referrals, sales, terms
from app.persistence.store import Store
from app.queries import partners as cards
from app.queries import statements
from app.queries.check import check


def euro(text: str) -> Money:
    return Money.parse(text, "EUR")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "my.partnerbook", create=True)
    yield opened
    opened.close()


@pytest.fixture
def sold(store: Store) -> tuple[int, int]:
    """A partner with 10 % and no hold, and a won referral with a sale of 3,800 euro."""
    with store.write("Add Harbor IT") as session:
        partner = partners.add(session, PartnerFields("Harbor IT Consulting"))
    with store.write("Agree terms") as session:
        terms.agree(session, partner, percent_of_sale("EUR", 100_000, 0), date(2026, 3, 1))
    with store.write("Log referral") as session:
        referral = referrals.log(session, partner, ReferralFields("Brandt Logistik AB", date(2026, 10, 1), "EUR"))
    with store.write("Mark won") as session:
        sale = referrals.mark_won(session, referral, euro("3800"), date(2026, 10, 4))
    return partner, sale


def owed(store: Store, partner: int) -> tuple[Money, ...]:
    with store.read() as session:
        return cards.card(session, partner, clock.today()).owed


def test_a_sale_is_credited_and_its_undo_owes_nothing(store: Store, sold: tuple[int, int]) -> None:
    assert owed(store, sold[0]) == (euro("380"),)
    history.undo(store)
    assert owed(store, sold[0]) == ()
    history.redo(store)
    assert owed(store, sold[0]) == (euro("380"),)


def test_undo_and_redo_reach_back_to_the_first_write(store: Store, sold: tuple[int, int]) -> None:
    for _ in range(3):
        assert history.undo(store) is not None
    with store.read() as session:
        assert cards.card(session, sold[0], clock.today()).terms is None
    with pytest.raises(UserError):  # the ledger still names the partner
        history.undo(store)
    for _ in range(3):
        assert history.redo(store) is not None
    assert owed(store, sold[0]) == (euro("380"),)


def test_a_payout_is_voided_rather_than_undone(store: Store, sold: tuple[int, int]) -> None:
    partner, sale = sold
    with store.write("Refund") as session:
        sales.refund(session, sale, euro("950"), date(2026, 10, 24))
    with store.write("Pay") as session:
        number = payouts.record(session, partner, "EUR", clock.today(), clock.today(), "bank transfer")
    with store.read() as session:
        issued = statements.issued(session, number)
    assert (issued.total, issued.taken_back) == (euro("285"), euro("-95"))
    assert owed(store, partner) == ()
    with pytest.raises(UserError, match="Void the payout"):
        history.undo(store)
    with store.read() as session:
        payout = statements.listed(session)[0].payout_id
    with store.write("Void") as session:
        payouts.void(session, payout, "wrong account")
    assert owed(store, partner) == (euro("285"),)
    with store.read() as session:
        assert check(session).findings == ()


def test_an_export_of_everything_taken_in_is_the_same_file(
    store: Store, sold: tuple[int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, other = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "other.partnerbook"
    assert main(["--file", str(store.path), "export", str(first)]) == 0
    assert main(["--file", str(other), "new"]) == 0
    assert main(["--file", str(other), "import", str(first)]) == 0
    assert main(["--file", str(other), "export", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    capsys.readouterr()
    assert main(["--file", str(other), "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_second_writer_is_told_who_holds_the_book(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(store.path), "payout"]) == 1
    assert "is open in Partnerbook" in capsys.readouterr().err
    assert main(["--file", str(store.path), "search", "harbor"]) == 0


def test_a_csv_is_imported_once_and_recognised_the_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, source = tmp_path / "b.partnerbook", tmp_path / "people.csv"
    source.write_text("Name,E-mail,Company\nMaya Lindqvist,maya@harbor.example,Harbor IT\n", encoding="utf-8")
    main(["--file", str(book), "new"])
    capsys.readouterr()
    for added, skipped in ((1, 0), (0, 1)):
        assert main(["--file", str(book), "import", str(source), "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["read"], answer["added"], answer["skipped"]) == (1, added, skipped)
    assert main(["--file", str(book), "report", "kit", str(tmp_path / "kit.pdf")]) == 1
    assert "not part of this version" in capsys.readouterr().err
