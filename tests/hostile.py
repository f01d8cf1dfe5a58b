"""A book that is hard to show: names that are too long, in other scripts, or look like markup, among 10,000 partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from app import clock
from app.domain.custom_fields import FieldKind
from app.domain.money import Money
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import CustomValue, PartnerFields, PersonFields, Point, PostalAddress
from app.operations.sample import fill
from app.persistence.store import Store
from tests.operations.office import Office, percent

CROWD = 10_000
NAMES = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG",
    "Rechtsschutzversicherungsgesellschaften-Vermittlungsbüro Schmidt-Rottluff & Söhne Nachfolger GmbH",
    "شركة النور للاستشارات التقنية والتسويق الرقمي المحدودة",
    "株式会社日本総合コンサルティング・パートナーズ東京本社営業部",
    "A" + "aa Very Long Company Name That Somebody Pasted From A Register" * 3 + " Inc.",
    "<b>Bold</b> & Sons <img src=x>",
    "AT&T <3 Ärger",
    "Ωμέγα Σύμβουλοι Επιχειρήσεων Ανώνυμη Εταιρεία",
    "Łódź Ćwierćwałek i Wspólnicy Spółka Komandytowa",
    "123 Reifen",
    "李",
    "Zz",
)
WORDS = (
    "Bitte wegen der Rahmenvertragsverlängerung für das Geschäftsjahr 2027 noch einmal ausführlich telefonieren und dann "
    "die Provisionsabrechnung des letzten Quartals gemeinsam mit Frau Müller-Lüdenscheidt durchgehen"
)
OWN = (
    ("<b>Vertragsverlängerungsoptionsausübungsfrist</b> & mehr", FieldKind.TEXT, WORDS),
    ("شركة", FieldKind.LINK, "https://example.com/" + "y" * 120),
    ("=1+1", FieldKind.NUMBER, "-123456789012.345"),
    ("Rahmen", FieldKind.CHOICE, "rahmenvertragsverlängerung"),
    ("部長", FieldKind.YESNO, "yes"),
)


def fill_hostile(store: Store) -> None:
    """Fill an empty book. Each of ``NAMES`` has people, terms, sales, refunds, follow-ups and a statement."""
    fill(store, partners=CROWD)
    office, today = Office(store), clock.today()
    customers = cycle(reversed(NAMES))
    held = [CustomValue(office.do("Define", _define, *field), value) for *field, value in OWN]
    for place, name in enumerate(NAMES):
        partner = office.do("Add", _add, name, tuple(held))
        currency = ("EUR", "JPY", "KWD")[place % 3]
        office.agree(partner, percent(10, currency, hold_days=5), date(2026, 1, 1))
        for back in (100, 40, 2):
            referral = office.referral(partner, next(customers), today - timedelta(days=back))
            if back > 2:
                sale = office.won(referral, Money(123_456_789_012 + back, currency), today - timedelta(days=back))
        office.refund(sale, Money(1_999_999, currency), today - timedelta(days=3))
        office.call(partner, WORDS, 40, today - timedelta(days=place))
        if place % 2:
            office.pay(partner, currency, today, today)
        office.referral(partner, WORDS[:200], today - timedelta(days=1))


def _define(session: Any, name: str, kind: FieldKind) -> str:
    from app.operations import custom_fields

    choices = [word for word in WORDS.split() if len(word) > 12] if kind is FieldKind.CHOICE else []
    return str(custom_fields.get(session, custom_fields.define(session, name, kind, choices)).uid)


def _add(session: object, name: str, held: tuple[CustomValue, ...]) -> int:
    from app.operations import partners

    person = PersonFields(
        "Freifrau Annegret-Friederike von und zu Hohenlohe-Waldenburg-Schillingsfürst",
        "Stellvertretende Bereichsleiterin Kundenbeziehungsmanagement",
        (Point(PointKind.EMAIL, "annegret-friederike.hohenlohe-waldenburg@kundenbeziehungsmanagement.example"),),
    )
    fields = PartnerFields(
        name,
        Kind.RECIPROCAL,
        Status.ACTIVE,
        points=(
            Point(PointKind.PHONE, "+49 89 1234 5678 9012"),
            Point(PointKind.WEBSITE, "https://example.com/" + "x" * 80),
        ),
        people=(person, replace(person, name="محمد عبد الرحمن الخطيب", points=())),
        addresses=(
            PostalAddress(
                "Bürgermeister-Schmidt-Gedächtnisstraße 1234, Hinterhaus rechts", "Göttingen", "", "37073", "DE"
            ),
        ),
        tags=("Sommeraktionsteilnehmer", "本社", "a"),
        notes=WORDS,
        custom=held,
        cadence_days=30,
    )
    return partners.add(session, fields)  # type: ignore[arg-type]  # the session of Office.do
