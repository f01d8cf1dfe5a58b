"""What the pages show, against a plain reckoning from the tables of a book full of business.

The reckoning reads whole tables and works in Python, as slowly and plainly as it can.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest

from app import clock
from app.domain.commissions.steps import comes_to
from app.domain.money import Money
from app.domain.referrals import Stage
from app.domain.statements import Statement
from app.operations import sample
from app.queries import (
    commissions,
    deals,
    partner_list,
    partners,
    referrals,
    settings,
    statements,
    timeline,
    today,
    year_totals,
)
from app.queries.forecast import forecast
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, new_book, opened, percent

Row = dict[str, Any]


class Tables:
    """The rows of every table, and what a person with a pencil makes of them."""

    def __init__(self, office: Office) -> None:
        names = ("partner", "referral", "sale", "communication", "reminder", "ledger_entry", "payout", "voiding")
        for name in (*names, "payout_line", "customer", "stage_change", "issued_statement", "terms_version"):
            setattr(self, name, office.rows(f"SELECT * FROM {name} ORDER BY id"))

    def __getattr__(self, name: str) -> list[Row]:
        raise AttributeError(name)

    @property
    def void(self) -> set[int]:
        return {row["payout_id"] for row in self.voiding}

    def open_entries(self) -> list[Row]:
        """Entries that no standing payout settled; an entry and its reversal, both open, are left out."""
        settled = {line["entry_id"] for line in self.payout_line if line["payout_id"] not in self.void}
        entries = [
            e for e in self.ledger_entry if e["kind"] not in {"payout", "payout_void"} and e["id"] not in settled
        ]
        ids = {e["id"] for e in entries}
        pairs = {(e["id"], e["corrects_id"]) for e in entries if e["kind"] == "reversal" and e["corrects_id"] in ids}
        cancelled = {number for pair in pairs for number in pair}
        return [e for e in entries if e["id"] not in cancelled]

    def owed(self, day: date, held: bool = False) -> dict[tuple[int, str], int]:
        """By partner and currency, what is payable on a day, or held."""
        sums: dict[tuple[int, str], int] = defaultdict(int)
        for entry in self.open_entries():
            if (entry["payable_on"] > day.isoformat()) is held:
                sums[entry["partner_id"], entry["currency"]] += entry["amount_minor"]
        return dict(sums)

    def last_contact(self, partner: int) -> str | None:
        contacts = [m for m in self.communication if m["partner_id"] == partner and m["kind"] != "note"]
        return max((m["happened_on"] for m in contacts), default=None)

    def quiet_on(self, partner: Row) -> date | None:
        if partner["cadence_days"] is None or partner["status"] != "active":
            return None
        last = self.last_contact(partner["id"]) or partner["created_at"][:10]
        return date.fromisoformat(last) + timedelta(days=partner["cadence_days"] + 1)

    def sold(self, partner: int | None = None, first: str = "", last: str = "9") -> Counter[str]:
        """Sales less refunds by currency."""
        own = {r["id"] for r in self.referral if partner is None or r["partner_id"] == partner}
        sums: Counter[str] = Counter()
        for sale in self.sale:
            if sale["referral_id"] in own and first <= sale["sold_on"] <= last:
                sums[sale["currency"]] += sale["amount_minor"]
        return sums


def plain(amounts: tuple[Money, ...]) -> dict[str, int]:
    return {money.currency: money.minor for money in amounts}


def sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    """The amounts of these rows, by currency."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row["currency"]] += row["amount_minor"]
    return dict(found)


def without_zeros(sums: dict[Any, int]) -> dict[Any, int]:
    return {key: value for key, value in sums.items() if value}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two years of a real business, with a payout void, a commission taken back and a negative balance."""
    path = new_book(tmp_path_factory.mktemp("business") / "my.partnerbook")
    with clock.fixed(NOW), opened(path) as found:
        sample.fill(found.store, partners=60, seed=7)
        number = found.value("SELECT number FROM issued_statement ORDER BY id DESC LIMIT 1")
        found.void(number)
        sale = found.rows(
            "SELECT s.id, s.amount_minor, s.currency, s.sold_on FROM sale s JOIN ledger_entry e ON e.sale_uid = s.uid "
            "JOIN payout_line l ON l.entry_id = e.id WHERE s.refund_of_id IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM sale r WHERE r.refund_of_id = s.id) ORDER BY s.id DESC LIMIT 1"
        )[0]
        found.refund(sale["id"], Money(sale["amount_minor"], sale["currency"]), TODAY)
        partner = found.partner("Taken Back & Co", cadence_days=20)
        found.agree(partner, percent(10))
        found.sold(partner, "500.00")
        found.undo()
        yield found


@pytest.fixture(scope="module")
def tables(office: Office) -> Tables:
    return Tables(office)


DAYS = (TODAY, date(2026, 6, 30), date(2026, 1, 1), date(2030, 1, 1))


def test_the_book_is_worth_reckoning_with(tables: Tables, office: Office) -> None:
    assert len(tables.partner) == 61
    assert len(tables.ledger_entry) > 50
    assert len({entry["kind"] for entry in tables.ledger_entry}) >= 5
    assert len({entry["currency"] for entry in tables.ledger_entry}) > 1
    assert len(tables.open_entries()) < sum(e["kind"] not in {"payout", "payout_void"} for e in tables.ledger_entry)
    assert office.findings() == []
    assert office.stale() == []


@pytest.mark.parametrize("day", DAYS)
def test_what_is_owed(office: Office, tables: Tables, day: date) -> None:
    with office.store.read() as session:
        lines = commissions.owed(session, day)
    assert without_zeros({(o.partner_id, o.payable.currency): o.payable.minor for o in lines}) == without_zeros(
        tables.owed(day)
    )
    assert without_zeros({(o.partner_id, o.on_hold.currency): o.on_hold.minor for o in lines}) == without_zeros(
        tables.owed(day, held=True)
    )
    assert [line.payable.minor for line in lines] == sorted((line.payable.minor for line in lines), reverse=True)


@pytest.mark.parametrize("day", DAYS)
def test_how_commissions_stand(office: Office, tables: Tables, day: date) -> None:
    with office.store.read() as session:
        standings = {standing.currency: standing for standing in today.standings(session, day)}
    payable, held = tables.owed(day), tables.owed(day, held=True)
    for currency, standing in standings.items():
        sums = [minor for (_, code), minor in payable.items() if code == currency and minor > 0]
        assert (standing.to_pay.minor, standing.partners) == (sum(sums), len(sums))
        assert standing.on_hold.minor == sum(minor for (_, code), minor in held.items() if code == currency)
        paid = [
            payout["amount_minor"]
            for payout in tables.payout
            if payout["currency"] == currency and payout["id"] not in tables.void
            if payout["paid_on"][:4] == str(day.year)
        ]
        assert standing.paid_this_year.minor == sum(paid)
    assert {code for (_, code), minor in (payable | held).items() if minor} <= standings.keys()


@pytest.mark.parametrize("day", DAYS)
def test_the_first_page(office: Office, tables: Tables, day: date) -> None:
    with office.store.read() as session:
        page = today.today(session, day)
    due = [r for r in tables.reminder if r["status"] == "open"]
    iso, week = day.isoformat(), (day + timedelta(days=7)).isoformat()
    expected = sorted(
        (r for r in due if r["due_on"] <= iso), key=lambda r: (r["due_on"], r["due_time"] or "~", r["id"])
    )
    assert [item.id for item in page.follow_ups] == [r["id"] for r in expected][: today.LIMIT]
    assert page.overdue == sum(r["due_on"] < iso for r in due)
    assert page.due_today == sum(r["due_on"] == iso for r in due)
    assert page.due_this_week == sum(r["due_on"] <= week for r in due)
    quiet = {p["id"]: tables.quiet_on(p) for p in tables.partner}
    late = {partner: since for partner, since in quiet.items() if since and since <= day}
    assert page.quiet_count == len(late)
    assert [item.partner_id for item in page.quiet] == sorted(late, key=lambda p: (late[p], p))[: today.LIMIT]
    for item in page.quiet:
        sold = tables.sold(item.partner_id, (day - timedelta(days=365)).isoformat())
        assert plain(item.brought) == dict(sold)
    waiting = [r for r in tables.referral if r["stage"] == "received"]
    assert page.waiting_count == len(waiting)
    assert [w.referral_id for w in page.waiting] == [
        r["id"] for r in sorted(waiting, key=lambda r: (r["received_on"], r["id"]))
    ][: today.LIMIT]


@pytest.mark.parametrize("day", DAYS)
def test_the_funnel_and_the_top(office: Office, tables: Tables, day: date) -> None:
    first = day - timedelta(days=today.FUNNEL_DAYS)
    with office.store.read() as session:
        funnel = dict(today.funnel(session, first, day))
        top = today.top(session, first, day)
    order = ["received", "contacted", "qualified", "proposal", "won"]
    in_period = {r["id"] for r in tables.referral if first.isoformat() <= r["received_on"] <= day.isoformat()}
    furthest: dict[int, int] = {}
    for change in tables.stage_change:
        if change["referral_id"] in in_period and change["stage"] in order:
            number = change["referral_id"]
            furthest[number] = max(furthest.get(number, 0), order.index(change["stage"]))
    for number, stage in enumerate(order):
        assert funnel[Stage(stage)] == sum(reached >= number for reached in furthest.values())
    if top:
        currency = top[0].sales.currency
        sums = {p["id"]: tables.sold(p["id"], first.isoformat(), day.isoformat())[currency] for p in tables.partner}
        assert [item.sales.minor for item in top] == sorted((s for s in sums.values() if s > 0), reverse=True)[:5]
        assert all(sums[item.partner_id] == item.sales.minor for item in top)


def test_every_card(office: Office, tables: Tables) -> None:
    for partner in tables.partner:
        with office.store.read() as session:
            card = partners.card(session, partner["id"], TODAY)
        own = [r for r in tables.referral if r["partner_id"] == partner["id"]]
        assert (card.referrals, card.won) == (len(own), sum(r["stage"] == "won" for r in own))
        assert plain(card.sales) == dict(tables.sold(partner["id"]))
        for shown, held in ((card.owed, False), (card.on_hold, True)):
            sums = {code: minor for (p, code), minor in tables.owed(TODAY, held).items() if p == partner["id"]}
            assert without_zeros(plain(shown)) == without_zeros(sums)
        paid: Counter[str] = Counter()
        for payout in tables.payout:
            if payout["partner_id"] == partner["id"] and payout["id"] not in tables.void:
                paid[payout["currency"]] += payout["amount_minor"]
        assert plain(card.paid) == dict(paid)
        assert card.quiet_on == tables.quiet_on(partner)
        due = [r for r in tables.reminder if r["partner_id"] == partner["id"] and r["status"] == "open"]
        assert (card.next is None) == (not due)
        if card.next:
            assert card.next.due_on.isoformat() == min(r["due_on"] for r in due)


@pytest.mark.parametrize("chip", partner_list.Chip)
def test_the_list(office: Office, tables: Tables, chip: partner_list.Chip) -> None:
    connection = office.store.driver()
    payable = {partner for (partner, _), minor in tables.owed(TODAY).items() if minor > 0}
    keep = {
        "all": lambda p: True,
        "active": lambda p: p["status"] == "active",
        "prospects": lambda p: p["status"] in {"prospect", "invited", "onboarding"},
        "quiet": lambda p: (tables.quiet_on(p) or date.max) <= TODAY,
        "owed": lambda p: p["id"] in payable,
    }[chip.value]
    expected = sorted((p for p in tables.partner if keep(p)), key=lambda p: (p["sort_key"].encode(), p["id"]))
    found = list(partner_list.ids(connection, chip, "", TODAY))
    assert found == [p["id"] for p in expected]
    assert list(partner_list.first_ids(connection, chip, TODAY, 5)) == found[:5]
    assert getattr(partner_list.counts(connection, TODAY), chip.value) == len(expected)
    assert partner_list.total(connection) == len(tables.partner)
    rows = partner_list.rows(connection, found, TODAY)
    for partner in expected:
        row = rows[partner["id"]]
        sums = {code: minor for (p, code), minor in tables.owed(TODAY).items() if p == partner["id"]}
        assert plain(row.owed) == sums
        assert row.quiet == ((tables.quiet_on(partner) or date.max) <= TODAY)
    letters = partner_list.letters(connection, chip, "", TODAY)
    initials = [p["initial"] for p in expected]
    assert letters == {letter: initials.index(letter) for letter in set(initials)}
    assert partner_list.rows(connection, [999], TODAY) == {}


def test_letters_begin_where_their_names_do_among_many_scripts(book: Any) -> None:
    """Names that begin with a figure stand before A, those of other scripts after Z, and both under #."""
    with opened(book) as office:
        for name in ("3M", "Acme", "Björk", "Ångström", "日本", "Zen", "Ωmega", "b2b", "_under"):
            office.partner(name)
        connection = office.store.driver()
        rows = partner_list.rows(connection, partner_list.ids(connection, partner_list.Chip.ALL, "", TODAY), TODAY)
        order = [rows[i].initial for i in partner_list.ids(connection, partner_list.Chip.ALL, "", TODAY)]
        assert order == ["#", "#", "A", "A", "B", "B", "Z", "#", "#"]
        letters = partner_list.letters(connection, partner_list.Chip.ALL, "", TODAY)
        assert letters == {"#": 0, "A": 2, "B": 4, "Z": 6}


def happened(tables: Tables, partner: int) -> Counter[tuple[str, str, int | None]]:
    """Kind, day and amount of all that happened with a partner."""
    found: Counter[tuple[str, str, int | None]] = Counter()
    own = {r["id"]: r["expected_minor"] for r in tables.referral if r["partner_id"] == partner}
    found.update((m["kind"], m["happened_on"], None) for m in tables.communication if m["partner_id"] == partner)
    found.update(
        (f"referral.{c['stage']}", c["changed_on"], own[c["referral_id"]])
        for c in tables.stage_change
        if c["referral_id"] in own and c["stage"] != "won"
    )
    found.update(
        ("refund" if s["refund_of_id"] else "sale", s["sold_on"], s["amount_minor"])
        for s in tables.sale
        if s["referral_id"] in own
    )
    found.update(
        ("payout_void" if p["id"] in tables.void else "payout", p["paid_on"], p["amount_minor"])
        for p in tables.payout
        if p["partner_id"] == partner
    )
    return found


def test_every_timeline(office: Office, tables: Tables) -> None:
    for partner in tables.partner:
        with office.store.read() as session:
            items = timeline.timeline(session, partner["id"], 1000)
            paged = [timeline.timeline(session, partner["id"], 7, at) for at in range(0, len(items) + 7, 7)]
        assert tuple(item for page in paged for item in page) == items
        assert [item.day for item in items] == sorted((item.day for item in items), reverse=True)
        shown = Counter(
            (item.kind, item.day.isoformat(), item.amount.minor if item.amount is not None else None)
            for item in items
            if item.kind != "terms"
        )
        assert shown == happened(tables, partner["id"])
        own = {r["id"] for r in tables.referral if r["partner_id"] == partner["id"]}
        uids = {s["uid"] for s in tables.sale if s["referral_id"] in own}
        credited = sum(entry["amount_minor"] for entry in tables.ledger_entry if entry["sale_uid"] in uids)
        assert sum(item.commission.minor for item in items if item.commission) == credited


def test_the_ledger_and_its_running_balance(office: Office, tables: Tables) -> None:
    with office.store.read() as session:
        everything = commissions.ledger(session, TODAY, limit=-1)
        assert [line.id for line in everything] == [e["id"] for e in reversed(tables.ledger_entry)]
        assert commissions.ledger(session, TODAY, limit=3, offset=2) == everything[2:5]
        for partner in {e["partner_id"] for e in tables.ledger_entry}:
            running: Counter[str] = Counter()
            for line in reversed(commissions.ledger(session, TODAY, partner, limit=-1)):
                running[line.amount.currency] += line.amount.minor
                assert line.balance == Money(running[line.amount.currency], line.amount.currency)
    open_ids = {e["id"]: e["payable_on"] for e in tables.open_entries()}
    for line in everything:
        if line.kind in {"payout", "payout_void"}:
            assert line.state == ""
        elif line.id in open_ids:
            assert line.state == ("hold" if open_ids[line.id] > TODAY.isoformat() else "payable")
            assert line.statement == ""
        else:
            assert line.state == ("paid" if line.statement else "cancelled")


def test_every_referral(office: Office, tables: Tables) -> None:
    with office.store.read() as session:
        assert referrals.counts(session) == {
            stage: sum(r["stage"] == stage.value for r in tables.referral) for stage in Stage
        }
        found = referrals.ids(session)
        assert found == [
            r["id"] for r in sorted(tables.referral, key=lambda r: (r["received_on"], r["id"]), reverse=True)
        ]
        rows = referrals.rows(session, [*found, 99_999])
        assert rows.keys() == set(found)
        for referral in tables.referral:
            row = rows[referral["id"]]
            own = [s for s in tables.sale if s["referral_id"] == referral["id"]]
            assert plain(row.sold) == sums(own)
            entries = [e for e in tables.ledger_entry if e["referral_id"] == referral["id"]]
            assert plain(row.commission) == sums(entries)
            detail = deals.detail(session, referral["id"], TODAY)
            assert [stage.value for stage, _ in detail.stages] == [
                c["stage"] for c in tables.stage_change if c["referral_id"] == referral["id"]
            ]
            assert len(detail.sales) == len(own)


def test_every_statement_ties_out(office: Office, tables: Tables) -> None:
    entries = {e["id"]: e for e in tables.ledger_entry}
    numbers = [row["number"] for row in tables.issued_statement]
    for year, of_year in groupby(sorted(numbers), key=lambda number: number[:7]):
        assert list(of_year) == [f"{year}{n:04d}" for n in range(1, 1 + sum(x.startswith(year) for x in numbers))]
    with office.store.read() as session:
        for row in tables.issued_statement:
            drawn = statements.issued(session, row["number"])
            assert Statement.from_dict(drawn.as_dict()) == drawn
            lines = [line for line in tables.payout_line if line["payout_id"] == row["payout_id"]]
            assert {line.entry_id for line in drawn.lines} == {line["entry_id"] for line in lines}
            assert drawn.total.minor == sum(entries[line["entry_id"]]["amount_minor"] for line in lines)
            assert drawn.total.minor == sum(line.commission.minor for line in drawn.lines)
            for line in drawn.lines:
                assert comes_to((s.rule, s.result.minor) for s in line.steps) == line.commission.minor
        assert [item.number for item in statements.listed(session)] == numbers[::-1]
        assert settings.business(session).name


def test_what_each_year_paid(office: Office, tables: Tables) -> None:
    names = {p["id"]: p["name"] for p in tables.partner}
    paid: Counter[tuple[int, str, str]] = Counter()
    for payout in tables.payout:
        if payout["id"] not in tables.void:
            paid[int(payout["paid_on"][:4]), names[payout["partner_id"]], payout["currency"]] += payout["amount_minor"]
    with office.store.read() as session:
        assert sorted({year for year, *_ in paid}, reverse=True) == list(year_totals.years(session))
        found = {
            (one.year, one.partner, one.paid.currency): one.paid.minor
            for year in year_totals.years(session)
            for one in year_totals.year_totals(session, year)
        }
    assert found == paid


def test_what_falls_due_is_what_is_open_less_what_is_owed_back(office: Office, tables: Tables) -> None:
    """Each entry falls due in its own month, or in the last of the quarter where its partner is paid quarterly."""
    schedules = {
        row["partner_id"]: json.loads(row["rules"]).get("schedule", "open")
        for row in sorted(tables.terms_version, key=lambda row: (row["starts_on"], row["version"]))
        if row["starts_on"] <= TODAY.isoformat()
    }
    assert {"open", "monthly", "quarterly"} <= set(schedules.values())
    by_account: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for entry in tables.open_entries():
        by_account[entry["partner_id"], entry["currency"]].append(entry)
    expected: Counter[tuple[str, str]] = Counter()
    for (partner, currency), entries in by_account.items():
        owed_back = 0
        for day, of_day in groupby(sorted(entries, key=_due_day), key=_due_day):
            left = owed_back + sum(entry["amount_minor"] for entry in of_day)
            owed_back = min(left, 0)
            quarterly = schedules.get(partner) == "quarterly"
            month = f"{day[:5]}{(int(day[5:7]) + 2) // 3 * 3:02d}" if quarterly else day[:7]
            expected[month, currency] += max(left, 0)
    with office.store.read() as session:
        due = forecast(session, TODAY)
    found = {(f"{month.first:%Y-%m}", amount.currency): amount.minor for month in due for amount in month.amounts}
    assert found == {key: amount for key, amount in expected.items() if amount}


def _due_day(entry: Row) -> str:
    return max(str(entry["payable_on"]), TODAY.isoformat())


def test_every_balance_on_a_statement_is_the_ledgers(office: Office, tables: Tables) -> None:
    posted = {e["payout_id"]: e["id"] for e in tables.ledger_entry if e["kind"] == "payout"}
    with office.store.read() as session:
        for row in tables.issued_statement:
            drawn = statements.issued(session, row["number"])
            assert drawn.balance is not None
            assert drawn.balance.ties_out
            assert drawn.balance.paid == drawn.total
            assert drawn.balance.closing.minor == sum(
                e["amount_minor"]
                for e in tables.ledger_entry
                if (e["partner_id"], e["currency"]) == (row["partner_id"], row["currency"])
                and e["id"] <= posted[row["payout_id"]]
            )
            assert drawn.otherwise_open.minor <= 0


def test_nobody_is_paid_twice(tables: Tables) -> None:
    standing = Counter(line["entry_id"] for line in tables.payout_line if line["payout_id"] not in tables.void)
    assert set(standing.values()) == {1}
