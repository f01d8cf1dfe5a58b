"""Partners, contacts, referrals, follow-ups and settings: what each write does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.communications import CommunicationFields, CommunicationKind, Direction
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.partners import Kind, PointKind, Status
from app.domain.referrals import ReferralFields, Stage
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress
from app.domain.statements import Business
from app.operations import communications, partners, referrals, reminders, view_state
from app.operations import settings as keeping
from app.queries import partner_list, settings
from app.queries import partners as reading
from app.queries.partner_list import Chip
from tests.operations.office import TODAY, Office, eur, full_card, percent


def refused(office: Office, code: str, operation: Callable[..., Any], *arguments: Any) -> None:
    """Carry out what must be refused with ``code``, changing nothing."""
    before = office.dump(), office.dump(money=True)
    with pytest.raises(UserError) as caught:
        office.do("Refused", operation, *arguments)
    assert caught.value.code == code
    assert (office.dump(), office.dump(money=True)) == before


def fields_of(office: Office, partner: int) -> PartnerFields:
    with office.store.read() as session:
        return reading.fields(session, partner)


class TestPartners:
    def test_what_was_entered_is_what_the_form_shows(self, office: Office) -> None:
        entered = replace(
            full_card("Harbor Coffee"),
            kind=Kind.RECIPROCAL,
            status=Status.PAUSED,
            code="HC-1",
            tier="Gold",
            addresses=(PostalAddress("1 Quay\nUnit 2", "Bristol", "", "BS1", "GB", "office"),),
        )
        partner = office.do("Add", partners.add, entered)
        shown = fields_of(office, partner)
        assert shown == replace(
            entered,
            uid=shown.uid,
            points=tuple(replace(p, id=q.id) for p, q in zip(entered.points, shown.points, strict=True)),
            addresses=tuple(replace(a, id=b.id) for a, b in zip(entered.addresses, shown.addresses, strict=True)),
            people=tuple(
                replace(
                    p,
                    id=q.id,
                    uid=q.uid,
                    points=tuple(replace(a, id=b.id) for a, b in zip(p.points, q.points, strict=True)),
                )
                for p, q in zip(entered.people, shown.people, strict=True)
            ),
        )

    def test_saving_the_form_as_it_was_changes_nothing(self, office: Office) -> None:
        partner = office.card()
        before = office.dump()
        office.do("Edit", partners.edit, partner, fields_of(office, partner))
        assert office.dump() == before
        assert office.value("SELECT count(*) FROM change_set") == 1

    def test_people_keep_their_place_and_what_was_said_to_them(self, office: Office) -> None:
        partner = office.card()
        shown = fields_of(office, partner)
        ana, ben = shown.people
        call = CommunicationFields(CommunicationKind.CALL, "Hi", datetime(2026, 11, 1, tzinfo=UTC), person_id=ana.id)
        office.do("Call", communications.log, partner, call)
        office.do("Swap", partners.edit, partner, replace(shown, people=(ben, ana)))
        assert [person.id for person in fields_of(office, partner).people] == [ben.id, ana.id]
        office.do("Drop", partners.edit, partner, replace(shown, people=(replace(ben, id=None), ben)))
        assert office.value("SELECT person_id FROM communication") is None
        assert [person.name for person in fields_of(office, partner).people] == ["Ben Okafor", "Ben Okafor"]
        office.undo()
        assert office.value("SELECT person_id FROM communication") == ana.id

    def test_an_id_of_another_partners_belongings_is_not_taken_over(self, office: Office) -> None:
        one, two = office.card("One"), office.card("Two")
        before = fields_of(office, one)
        office.do("Edit", partners.edit, two, replace(before, code="TWO"))
        assert fields_of(office, one) == before
        assert {person.id for person in fields_of(office, two).people}.isdisjoint(p.id for p in before.people)

    def test_codes_are_made_and_belong_to_one(self, office: Office) -> None:
        made = [
            fields_of(office, office.partner(name)).code for name in ("Harbor", "Harbor", "harbor inn", "日本", "本")
        ]
        assert made == ["HARBOR", "HARBOR2", "HARBOR3", "PARTNER", "PARTNER2"]
        refused(office, "code_taken", partners.add, PartnerFields("x", code="harbor2"))
        refused(office, "code_taken", partners.edit, 1, PartnerFields("x", code="PARTNER"))
        office.do("Edit", partners.edit, 1, PartnerFields("Harbor", code="harbor"))
        office.do("Edit", partners.edit, 1, PartnerFields("Renamed"))
        assert fields_of(office, 1).code == "HARBOR"

    def test_what_is_gone_is_gone(self, office: Office) -> None:
        refused(office, "partner_gone", partners.edit, 9, PartnerFields("x"))
        refused(office, "partner_gone", partners.set_status, 9, Status.ENDED)
        refused(office, "partner_gone", partners.remove, 9)
        refused(office, "partner_gone", reminders.add, 9, ReminderFields("x", TODAY))
        refused(office, "partner_gone", referrals.log, 9, ReferralFields("x", TODAY, "EUR"))

    def test_removing_takes_all_that_belongs(self, office: Office) -> None:
        office.partner("Stays")
        before = office.dump()
        partner = office.card()
        office.agree(partner, percent(10), date(2027, 1, 1))
        office.refund(office.sold(partner, "5.00"), eur("2.00"))
        referral = office.referral(partner)
        office.call(partner, follow_up=TODAY)
        office.won(referral, eur("10.00"))
        office.do("Remove", partners.remove, partner)
        after = office.dump()
        assert {name: rows for name, rows in after.items() if name != "customer"} == {
            name: rows for name, rows in before.items() if name != "customer"
        }
        office.undo()
        assert office.stale() == []

    def test_money_is_never_forgotten(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, percent(10))
        office.sold(partner, "10.00")
        refused(office, "partner_has_ledger", partners.remove, partner)


class TestContacts:
    AT = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)

    def test_a_call_with_its_follow_up_closes_the_last_one(self, office: Office) -> None:
        partner = office.partner(cadence_days=30)
        first = office.do("Promise", reminders.add, partner, ReminderFields("Send prices", date(2026, 11, 19), "9:05"))
        fields = CommunicationFields(CommunicationKind.CALL, " Sent \r\nthem ", self.AT, Direction.IN)
        office.do("Log", communications.log, partner, fields, ReminderFields("Ask again", date(2026, 12, 1)), first)
        [call] = office.rows("SELECT * FROM communication")
        assert (call["text"], call["direction"], call["happened_on"]) == ("Sent \nthem", "in", "2026-11-20")
        found = office.rows("SELECT text, due_time, status, done_on, communication_id AS c FROM reminder ORDER BY id")
        assert [tuple(row.values()) for row in found] == [
            ("Send prices", "09:05", "done", "2026-11-20", None),
            ("Ask again", "", "open", None, call["id"]),
        ]
        assert office.rows("SELECT last_contact_on, quiet_on, due_on FROM partner_summary") == [
            {"last_contact_on": "2026-11-20", "quiet_on": "2026-12-21", "due_on": "2026-12-01"}
        ]
        office.undo()
        assert office.rows("SELECT last_contact_on, due_on FROM partner_summary") == [
            {"last_contact_on": None, "due_on": "2026-11-19"}
        ]

    def test_a_note_is_no_contact(self, office: Office) -> None:
        partner = office.partner(cadence_days=30)
        note = CommunicationFields(CommunicationKind.NOTE, "Likes tea", self.AT)
        office.do("Note", communications.log, partner, note)
        assert office.value("SELECT last_contact_on FROM partner_summary") is None
        assert office.value("SELECT quiet_on FROM partner_summary") == (TODAY + timedelta(days=31)).isoformat()
        refused(office, "note_empty", communications.log, partner, replace(note, text=" \n"))

    def test_correcting_and_removing(self, office: Office) -> None:
        partner = office.partner()
        call = office.call(partner, "Helo", follow_up=TODAY)
        office.do("Correct", communications.edit, call, CommunicationFields(CommunicationKind.VISIT, "Hello", self.AT))
        assert office.value("SELECT kind || text FROM communication") == "visitHello"
        office.do("Remove", communications.remove, call)
        assert office.rows("SELECT text, communication_id FROM reminder") == [
            {"text": "Call again", "communication_id": None}
        ]
        refused(office, "communication_gone", communications.remove, call)
        refused(
            office,
            "communication_gone",
            communications.edit,
            call,
            CommunicationFields(CommunicationKind.CALL, "x", self.AT),
        )
        refused(
            office,
            "reminder_gone",
            communications.log,
            partner,
            CommunicationFields(CommunicationKind.CALL, "x", self.AT),
            None,
            9,
        )


class TestFollowUps:
    def test_one_that_repeats_comes_back_once(self, office: Office) -> None:
        partner = office.partner()
        monthly = ReminderFields("Invoice", date(2026, 8, 31), repeat=Repeat(1, Unit.MONTH))
        office.do("Add", reminders.add, partner, monthly)
        office.do("Done", reminders.done, 1, TODAY)
        office.do("Done", reminders.done, 1, TODAY)
        assert office.rows("SELECT due_on, status FROM reminder ORDER BY id") == [
            {"due_on": "2026-08-31", "status": "done"},
            {"due_on": "2026-11-30", "status": "open"},
        ]
        office.do("Done", reminders.done, 2, TODAY)
        assert office.value("SELECT due_on FROM reminder WHERE status = 'open'") == "2026-12-31"

    def test_later_keeps_the_day_of_the_series(self, office: Office) -> None:
        partner = office.partner()
        monthly = ReminderFields("Invoice", date(2026, 10, 31), repeat=Repeat(1, Unit.MONTH))
        office.do("Add", reminders.add, partner, monthly)
        office.do("Later", reminders.later, 1, date(2026, 11, 2), "8.15")
        assert office.rows("SELECT due_on, due_time FROM reminder") == [{"due_on": "2026-11-02", "due_time": "08:15"}]
        office.do("Done", reminders.done, 1, date(2026, 11, 2))
        assert office.value("SELECT due_on FROM reminder WHERE status = 'open'") in {"2026-11-30", "2026-12-31"}

    @pytest.mark.parametrize("at", ["25:00", "8", "8:5", "noon", "8:00 pm", "-1:00", "١:٠٠x"])
    def test_times_that_are_none(self, office: Office, at: str) -> None:
        refused(office, "time_invalid", reminders.add, office.partner(), ReminderFields("x", TODAY, at))

    def test_editing_and_removing(self, office: Office) -> None:
        partner = office.partner()
        refused(office, "reminder_empty", reminders.add, partner, ReminderFields(" \n", TODAY))
        office.do("Add", reminders.add, partner, ReminderFields("One", TODAY, repeat=Repeat(2, Unit.WEEK)))
        office.do("Edit", reminders.edit, 1, ReminderFields("Two", TODAY, "10:00"))
        [row] = office.rows("SELECT text, due_time, repeat_every, repeat_unit, repeat_anchor FROM reminder")
        assert tuple(row.values()) == ("Two", "10:00", None, "", None)
        office.do("Remove", reminders.remove, 1)
        for operation, *more in ((reminders.remove,), (reminders.done, TODAY), (reminders.later, TODAY)):
            refused(office, "reminder_gone", operation, 1, *more)


class TestReferrals:
    def test_the_way_through_the_funnel(self, office: Office) -> None:
        referral = office.referral(office.partner())
        for day, stage in enumerate((Stage.CONTACTED, Stage.QUALIFIED, Stage.LOST, Stage.PROPOSAL), start=2):
            office.do("Move", referrals.move, referral, stage, date(2026, 9, day), "too dear")
            lost = office.value("SELECT lost_reason FROM referral")
            assert lost == ("too dear" if stage is Stage.LOST else "")
        office.do("Same", referrals.move, referral, Stage.PROPOSAL, TODAY)
        assert office.value("SELECT stage_since FROM referral") == "2026-09-05"
        refused(office, "sale_missing", referrals.move, referral, Stage.WON, TODAY)
        office.won(referral, eur("1.00"))
        refused(office, "referral_won", referrals.move, referral, Stage.LOST, TODAY)
        refused(office, "referral_has_sales", referrals.remove, referral)
        refused(office, "referral_gone", referrals.move, 9, Stage.LOST, TODAY)
        stages = [row["stage"] for row in office.rows("SELECT stage FROM stage_change ORDER BY id")]
        assert stages == ["received", "contacted", "qualified", "lost", "proposal", "won"]

    def test_a_customer_is_known_again(self, office: Office) -> None:
        partner = office.partner()
        for customer, email in (
            ("Otto Ltd", ""),
            ("OTTO  ltd", "o@otto.de"),
            ("Otto Ltd", "O@otto.de"),
            ("Otto Ltd", "x@y.z"),
        ):
            office.do("Log", referrals.log, partner, ReferralFields(customer, TODAY, "EUR", email=email))
        assert [row["customer_id"] for row in office.rows("SELECT customer_id FROM referral")] == [1, 1, 1, 2]

    def test_correcting_the_customer_of_one_referral_leaves_the_other(self, office: Office) -> None:
        partner = office.partner()
        one, two = office.referral(partner), office.referral(partner)
        office.do("Edit", referrals.edit, one, ReferralFields("Otto GmbH", TODAY, "EUR", expected=Money(5, "JPY")))
        names = office.rows("SELECT r.id, c.name, r.currency FROM referral r JOIN customer c ON c.id = r.customer_id")
        assert [tuple(row.values()) for row in names] == [(one, "Otto GmbH", "JPY"), (two, "Otto Ltd", "EUR")]
        assert office.stale() == []

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            (ReferralFields(" ", TODAY, "EUR"), "name_missing"),
            (ReferralFields("x", TODAY, "EUR", expected=Money(-1, "EUR")), "expected_negative"),
            (ReferralFields("x", TODAY, "EUR", expected=Money(10**15, "EUR")), "amount_too_large"),
            (ReferralFields("x", TODAY, "EUR", email="nobody"), "email_invalid"),
        ],
    )
    def test_referrals_that_cannot_be(self, office: Office, fields: ReferralFields, code: str) -> None:
        refused(office, code, referrals.log, office.partner(), fields)

    def test_removing_one_without_sales(self, office: Office) -> None:
        partner = office.partner()
        before = office.dump()["referral"]
        referral = office.referral(partner)
        call = CommunicationFields(CommunicationKind.CALL, "About it", TestContacts.AT, referral_id=referral)
        office.do("Log", communications.log, partner, call, ReminderFields("Ask", TODAY, referral_id=referral))
        office.do("Remove", referrals.remove, referral)
        assert office.dump()["referral"] == before
        assert office.value("SELECT referral_id FROM communication") is None
        assert office.value("SELECT referral_id FROM reminder") is None
        assert office.stale() == []


class TestSettings:
    def test_the_letterhead(self, office: Office) -> None:
        business = Business("Acme", ("1 Road", "Town"), "a@b.c", "1", "w", "foot", "de", "letter")
        office.do("Keep", keeping.save_business, business)
        with office.store.read() as session:
            assert settings.business(session) == business
        refused(office, "email_invalid", keeping.save_business, replace(business, email="nobody"))
        refused(office, "paper_unknown", keeping.save_business, replace(business, paper="a3"))
        office.undo()
        with office.store.read() as session:
            assert settings.business(session) == Business()

    def test_preferences(self, office: Office) -> None:
        chosen = settings.Preferences("JPY", "de", "dark", 14, 60)
        office.do("Keep", keeping.save_preferences, chosen)
        with office.store.read() as session:
            assert settings.preferences(session) == chosen == settings.fast_preferences(office.store.driver())
        refused(office, "currency_unknown", keeping.save_preferences, replace(chosen, currency="EURO"))

    def test_how_the_window_was_left_is_not_undone(self, office: Office) -> None:
        office.partner()
        for page in ("today", "partners"):
            office.do("View", view_state.save, "window", {"page": page})
        assert settings.view_state(office.store.driver(), "window") == {"page": "partners"}
        office.undo()
        assert office.value("SELECT count(*) FROM partner") == 0
        assert settings.view_state(office.store.driver(), "window") == {"page": "partners"}


def test_everything_typed_anywhere_comes_back_as_it_was(office: Office) -> None:
    """No text is markup, SQL, or a path on its way through the book and back by undo."""
    evil = "Robert'); DROP TABLE partner;-- <b>&amp;</b> {0} %s \\n =1+1 ../../x"
    partner = office.do(
        "Add {x}",
        partners.add,
        PartnerFields(
            evil, notes=evil, tags=(evil,), points=(Point(PointKind.OTHER, evil),), people=(PersonFields(evil),)
        ),
    )
    office.call(partner, evil)
    office.referral(partner, evil)
    shown = fields_of(office, partner)
    assert {shown.name, shown.notes, *shown.tags, shown.points[0].value, shown.people[0].name} == {evil}
    before = office.dump()
    office.do("Remove", partners.remove, partner)
    office.undo()
    assert office.dump() == before


def test_names_that_begin_as_typed_are_offered_before_those_it_is_found_in(office: Office) -> None:
    office.partner("Aalto", people=(PersonFields("Hannah Lee"),))
    office.partner("Ålands Havsredskap")
    office.partner("Harbor IT")
    office.partner("Hafen Web")

    def offered(typed: str, limit: int = 50) -> list[str]:
        with office.store.read() as session:
            return [choice.name for choice in reading.choices(session, typed, limit)]

    assert offered("ha") == ["Hafen Web", "Harbor IT", "Aalto", "Ålands Havsredskap"]
    assert offered("Ha", 3) == ["Hafen Web", "Harbor IT", "Aalto"]
    assert offered("") == ["Aalto", "Ålands Havsredskap", "Hafen Web", "Harbor IT"]
    assert offered("lee") == ["Aalto"]
    assert offered("%_") == []


def test_in_another_language_names_stand_where_it_looks_for_them(office: Office) -> None:
    for name in ("Zorn", "Ågren", "Aalto", "Öberg", "日本"):
        office.partner(name)

    def listed() -> list[str]:
        rows = office.rows("SELECT name FROM partner ORDER BY sort_key, id")
        return [row["name"] for row in rows]

    def letters() -> dict[str, int]:
        return partner_list.letters(office.store.driver(), Chip.ALL, "", TODAY)

    assert listed() == ["Aalto", "Ågren", "Öberg", "Zorn", "日本"]
    assert letters() == {"A": 0, "O": 2, "Z": 3, "#": 4}
    office.do("Settings", keeping.save_preferences, settings.Preferences(language="sv"))
    assert listed() == ["Aalto", "Zorn", "Ågren", "Öberg", "日本"]
    assert letters() == {"A": 0, "Z": 1, "Å": 2, "Ö": 3, "#": 4}
    assert letters() == partner_list.letters(office.store.driver(), Chip.ACTIVE, "", TODAY)
    assert office.partner("Åkesson")
    assert office.value("SELECT initial FROM partner WHERE name = 'Åkesson'") == "Å"
    office.undo()
    office.undo()
    assert listed() == ["Aalto", "Ågren", "Öberg", "Zorn", "日本"]
