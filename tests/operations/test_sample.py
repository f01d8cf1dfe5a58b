"""The sample book: the same one every time, true to itself, and large ones quickly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.operations.sample import BUSINESS, fill
from app.persistence.tables import Base
from app.queries import history, partners, recount, referrals, settings, statements
from app.queries.custom_fields import listed
from app.queries.today import Today
from app.queries.today import today as today_page
from tests.operations.office import TODAY, Office, new_book, opened

CROWD = 2_000
DAYS = {
    "partner": "created_at",
    "communication": "happened_on",
    "referral": "received_on",
    "stage_change": "changed_on",
    "sale": "sold_on",
    "terms_version": "starts_on",
    "ledger_entry": "posted_at",
    "payout": "paid_on",
    "change_set": "at",
}
"""Where each table says when something happened."""


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    yield from _filled(tmp_path_factory.mktemp("sixty") / "sixty.partnerbook", 60)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    yield from _filled(tmp_path_factory.mktemp("crowd") / "crowd.partnerbook", CROWD)


def _filled(path: Path, count: int, seed: int = 1, day: date = TODAY, hour: int = 8) -> Iterator[Office]:
    with opened(new_book(path)) as office:
        with clock.fixed(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
            fill(office.store, partners=count, seed=seed, today=day)
        yield office


def _content(path: Path, count: int, seed: int = 1, hour: int = 8) -> dict[str, list[dict[str, object]]]:
    """Every row of a sample book."""
    for office in _filled(path, count, seed, hour=hour):
        found = {name: office.rows(f"SELECT * FROM {name} ORDER BY 1") for name in Base.metadata.tables}
    return found


def _page(office: Office) -> Today:
    with office.store.read() as session:
        return today_page(session, TODAY)


def test_two_books_of_the_same_number_seed_and_day_are_equal(tmp_path: Path) -> None:
    first = _content(tmp_path / "first.partnerbook", 8)
    assert sum(map(len, first.values())) > 1_000
    assert _content(tmp_path / "second.partnerbook", 8, hour=21) == first


def test_another_seed_gives_another_history_of_the_same_partners(tmp_path: Path) -> None:
    first = _content(tmp_path / "first.partnerbook", 4)
    other = _content(tmp_path / "other.partnerbook", 4, seed=2)
    assert {row["name"] for row in other["partner"]} == {row["name"] for row in first["partner"]}
    assert [row["text"] for row in other["communication"]] != [row["text"] for row in first["communication"]]


def test_two_crowds_are_equal(crowd: Office, tmp_path: Path) -> None:
    for other in _filled(tmp_path / "other.partnerbook", CROWD):
        for name in (
            "partner",
            "contact_point",
            "communication",
            "referral",
            "sale",
            "ledger_entry",
            "reminder",
            "custom_value",
        ):
            sql = f"SELECT * FROM {name} ORDER BY id"
            assert other.rows(sql) == crowd.rows(sql)


def test_it_counts_what_it_made(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "few.partnerbook")) as office:
        reports: list[tuple[int, int]] = []
        counts = fill(office.store, partners=3, today=TODAY, progress=lambda done, total: reports.append((done, total)))
        assert counts["partners"] == 3
        assert counts["people"] == office.value("SELECT count(*) FROM person")
        assert counts["statements"] == office.value("SELECT count(*) FROM issued_statement") > 0
    assert [done for done, _ in reports] == sorted(done for done, _ in reports)
    assert reports[-1][0] == reports[-1][1]


def test_it_goes_into_an_empty_book_only(office: Office) -> None:
    office.partner("Mine")
    before = office.dump()
    with pytest.raises(UserError) as refused:
        fill(office.store, partners=3, today=TODAY)
    assert refused.value.code == "sample_not_empty"
    assert office.dump() == before


def test_no_partners_gives_a_book_with_the_business_alone(office: Office) -> None:
    assert fill(office.store, partners=0, today=TODAY)["partners"] == 0
    with office.store.read() as session:
        assert settings.business(session) == BUSINESS


@pytest.mark.parametrize("name", ["sixty", "crowd"])
def test_the_book_is_sound(name: str, request: pytest.FixtureRequest) -> None:
    office = request.getfixturevalue(name)
    assert office.findings() == []
    assert office.stale() == []


@pytest.mark.parametrize("name", ["sixty", "crowd"])
def test_every_commission_is_what_the_terms_in_force_give(name: str, request: pytest.FixtureRequest) -> None:
    office = request.getfixturevalue(name)
    with office.store.read() as session:
        assert list(recount.differences(session)) == []
    assert office.value("SELECT count(*) FROM ledger_entry WHERE kind = 'accrual'") > 100


def test_the_sample_shows_what_terms_can_say(sixty: Office) -> None:
    kinds = {row["kind"] for row in sixty.rows("SELECT DISTINCT kind FROM ledger_entry")}
    assert {"accrual", "bonus", "refund", "payout"} <= kinds
    told = " ".join(row["why"] for row in sixty.rows("SELECT DISTINCT why FROM ledger_entry"))
    assert "at most €150.00 for a sale" in told
    assert "plus 10% of the commission" in told
    assert "10% of €4,000.00 = €400.00; 15% of " in told


@pytest.mark.parametrize("name", ["sixty", "crowd"])
def test_nothing_lies_in_the_future_and_everything_follows_its_cause(name: str, request: pytest.FixtureRequest) -> None:
    office = request.getfixturevalue(name)
    for table, column in DAYS.items():
        assert office.value(f"SELECT max({column}) FROM {table}") < TODAY.isoformat(), table
    wrong = {
        "met before joining": "communication m JOIN partner p ON p.id = m.partner_id "
        "WHERE m.happened_on < substr(p.created_at, 1, 10)",
        "referred before joining": "referral r JOIN partner p ON p.id = r.partner_id "
        "WHERE r.received_on < substr(p.created_at, 1, 10)",
        "moved before it was received": "stage_change c JOIN referral r ON r.id = c.referral_id "
        "WHERE c.changed_on < r.received_on",
        "stages out of order": "stage_change a JOIN stage_change b ON b.referral_id = a.referral_id "
        "WHERE a.id < b.id AND a.changed_on > b.changed_on",
        "stage not the last one entered": "referral r WHERE stage <> "
        "(SELECT stage FROM stage_change WHERE referral_id = r.id ORDER BY id DESC LIMIT 1)",
        "sold before it was won": "sale s JOIN referral r ON r.id = s.referral_id "
        "WHERE r.stage <> 'won' OR s.sold_on < r.stage_since",
        "refunded before it was sold": "sale r JOIN sale s ON s.id = r.refund_of_id WHERE r.sold_on < s.sold_on",
        "paid before it was payable": "payout_line l JOIN ledger_entry e ON e.id = l.entry_id "
        "JOIN payout o ON o.id = l.payout_id WHERE e.payable_on > o.paid_on",
        "posted out of order": "ledger_entry a JOIN ledger_entry b ON b.id = a.id + 1 WHERE a.posted_at > b.posted_at",
        "done before it was promised": "reminder r JOIN communication m ON m.id = r.communication_id "
        "WHERE r.done_on < m.happened_on",
    }
    assert {what: office.value(f"SELECT count(*) FROM {rows}") for what, rows in wrong.items()} == dict.fromkeys(
        wrong, 0
    )


def test_today_has_something_of_everything(sixty: Office) -> None:
    page = _page(sixty)
    assert (page.overdue, page.due_today, page.quiet_count) == (3, 4, 9)
    assert page.due_this_week > 7
    assert page.waiting_count > 0
    assert any(row.repeat_every for row in page.follow_ups)
    assert page.top[0].partner == "Hollis Property Group"
    reached = [count for _, count in page.funnel]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] > 40
    assert 0.15 < reached[-1] / reached[0] < 0.35


def test_every_stage_and_every_kind_of_entry_is_there(sixty: Office) -> None:
    with sixty.store.read() as session:
        assert all(count > 0 for count in referrals.counts(session).values())
    kinds = {row["kind"] for row in sixty.rows("SELECT DISTINCT kind FROM ledger_entry")}
    assert kinds == {"accrual", "bonus", "refund", "adjustment", "payout", "payout_void"}
    statuses = {row["status"] for row in sixty.rows("SELECT DISTINCT status FROM partner")}
    assert statuses == {"prospect", "invited", "onboarding", "active", "paused", "ended"}
    currencies = {row["currency"] for row in sixty.rows("SELECT DISTINCT currency FROM sale")}
    assert currencies == {"EUR", "GBP", "JPY", "SEK", "USD"}
    assert len(sixty.rows("SELECT DISTINCT initial FROM partner")) == 27


def test_harbor_stands_as_in_the_pictures(sixty: Office) -> None:
    with sixty.store.read() as session:
        harbor = partners.by_code(session, "HARBOR10")
        card = partners.card(session, harbor, TODAY)
        issued = statements.issued(session, statements.listed(session, harbor)[0].number)
    assert card.contact is not None
    assert card.contact.name == "Maya Lindqvist"
    assert (card.referrals, card.won, card.sales) == (12, 5, (Money(4_210_000, "EUR"),))
    assert card.terms is not None
    assert (card.terms.version, card.terms.starts_on) == (3, date(2026, 3, 1))
    assert card.last_contact_on == date(2026, 10, 31)
    assert card.owed > ()
    assert [line.commission.minor for line in issued.lines if line.about == "refund"] == [-9_500]


def test_it_is_not_undone(sixty: Office) -> None:
    before = sixty.dump()
    with pytest.raises(UserError) as refused:
        sixty.undo()
    assert refused.value.code == "undo_final"
    assert "payout" not in str(refused.value)
    assert sixty.dump() == before


def test_what_is_added_to_it_is_undone(sixty: Office) -> None:
    before = sixty.dump()
    sixty.call(1, "Said hello")
    assert sixty.dump() != before
    sixty.undo()
    assert sixty.dump() == before


def test_a_crowd_reads_like_partners(crowd: Office) -> None:
    assert crowd.value("SELECT count(*) FROM partner") == CROWD
    assert crowd.value("SELECT count(DISTINCT name) FROM partner") > CROWD * 0.95
    letters = {row["initial"]: row["n"] for row in crowd.rows("SELECT initial, count(*) n FROM partner GROUP BY 1")}
    assert set(letters) == {*"ABCDEFGHIJKLMNOPQRSTUVWXYZ#"}
    assert max(letters.values()) < CROWD * 0.08
    assert len(crowd.rows("SELECT DISTINCT country FROM address")) > 15
    page = _page(crowd)
    assert 0 < page.overdue < CROWD * 0.05
    assert 0 < page.quiet_count < CROWD * 0.1


def test_each_of_a_crowd_has_its_history(crowd: Office) -> None:
    with crowd.store.read() as session:
        assert [change.label for change in history.of_partner(session, CROWD)] == ["Fill with sample data"]
        card = partners.card(session, CROWD, TODAY)
    assert card.contact is not None
    assert card.last_contact_on is not None


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2027, 3, 31)])
def test_any_day_gives_a_sound_book(day: date, tmp_path: Path) -> None:
    for office in _filled(tmp_path / "book.partnerbook", 12, day=day):
        with office.store.read() as session:
            page = today_page(session, day)
        assert (page.overdue, page.due_today) == (3, 2)
        assert office.findings() == []
        assert office.value("SELECT max(posted_at) FROM ledger_entry") < day.isoformat()


def test_partners_beyond_those_written_by_hand_live_by_the_same_operations(tmp_path: Path) -> None:
    for office in _filled(tmp_path / "book.partnerbook", 68):
        assert office.value("SELECT count(*) FROM partner") == 68
        assert office.value("SELECT count(DISTINCT partner_id) FROM communication") == 68
        assert office.findings() == []
        assert office.stale() == []


def test_partners_have_values_in_fields_of_the_business(sixty: Office, crowd: Office) -> None:
    for office in (sixty, crowd):
        with office.store.read() as session:
            filled = {row.definition.name: row.partners for row in listed(session)}
        assert filled.keys() == {"Sector", "Contract until", "Shared folder"}
        assert all(count > 10 for count in filled.values())
