"""What the columns of referrals and sales are called, and what their stages are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.imports import column_key
from app.domain.partners import fold
from app.domain.referrals import Stage

_WORDS: Final[dict[str, str]] = {
    "partner": """partner, partner name, referred by, referrer, referral partner, referral source, affiliate,
        affiliate name, introduced by, source, empfohlen von, empfehler, vermittler, partnername,
        apporteur, recommande par, referido por, socio, afiliado, rekommenderad av, samarbetspartner""",
    "partner_code": """partner code, code, affiliate id, affiliate code, referral code, coupon, coupon code, discount
        code, promo code, partnercode, gutscheincode, code promo, codigo, rabattkod""",
    "partner_email": "partner email, partner e-mail, affiliate email, referrer email, partner-mail, partner mail",
    "customer": """customer, customer name, client, client name, lead, lead name, contact, contact name, company,
        company name, account, account name, deal name, opportunity name, billing name, buyer, name,
        referral, kunde, kundenname, client nom, nom du client, cliente, nombre, nom, kund, kundnamn,
        associated company, primary associated company, advertiser name""",
    "customer_given": "billing first name, first name (billing), customer first name",
    "customer_family": "billing last name, last name (billing), customer last name",
    "customer_email": """customer email, customer e-mail, client email, email, e-mail, email address,
        from email address, billing email, email (billing), buyer email, lead email,
        kunden-e-mail, courriel, correo, e-post, contact email""",
    "date": """date, day, created, created at, create date, received, received on, paid at, order date, sale
        date, referral date, transaction date, conversion date, datum,
        created (utc), created date (utc), created on, add time, bestelldatum, eingegangen,
        date de vente, fecha, orderdatum""",
    "closed_on": "close date, closed on, closed date, won on, won time, deal closed on, abgeschlossen am",
    "amount": """amount, value, total, deal amount, deal value, deal size, gross, revenue, price, sale, sale
        amount, net amount, order total, order amount, expected, expected value, lead value, order total amount,
        amount dollars, betrag, summe, umsatz, wert, montant, prix, importe, monto, precio, belopp, summa, pris""",
    "currency": "currency, currency code, deal currency, wahrung, devise, moneda, divisa, valuta",
    "stage": "stage, deal stage, pipeline stage, opportunity stage, phase, etape, etapa, steg, fas",
    "status": "status, statut, estado, financial status, order status, lead status, state",
    "reference": """reference, order, order id, order number, id, transaction id, invoice, invoice number, record
        id, deal id, conversion id, receipt id, bestellnummer, rechnungsnummer, referenz, numero,
        referencia, ordernummer, num""",
    "refund_of": "refund of, reference txn id, original order, original transaction id, parent transaction id",
    "refunded": """refunded amount, amount refunded, refunded, total refunded, refund amount, order refund amount,
        erstatteter betrag, montant rembourse, importe reembolsado, aterbetalt belopp""",
    "refunded_on": "refunded at, refunded on, refund date, refunded date, refunded date (utc), erstattet am",
    "description": """description, notes, note, product, item, item title, lineitem name, details, comment,
        beschreibung, produkt, notiz, notizen, produit, descripcion, producto, beskrivning,
        memo/description, subject""",
}


def _listed(words: str) -> list[str]:
    """What stands between commas, over lines."""
    return [" ".join(word.split()) for word in words.split(",")]


_GIVEN_BACK: Final = frozenset(
    _listed("""refunded, reversed, charged back, chargeback, erstattet, ruckerstattet, rembourse, reembolsado,
        aterbetald""")
)
"""Words of shops and payment services for a sale that was given back whole; on a refund they say that it is one."""

_FAILED: Final = frozenset(_listed("denied, failed, expired, abgelaufen, fehlgeschlagen"))
_COUNTS: Final = frozenset(
    _listed("""paid, partially refunded, partially paid, succeeded, settled, cleared, shipped, delivered, fulfilled,
        processing, active, payable""")
)
"""Words for a sale that stands, beside those for a referral that is won."""

_FIELDS: Final = {word: field for field, words in _WORDS.items() for word in _listed(words)}

_STAGES: Final[dict[Stage, str]] = {
    Stage.RECEIVED: """received, new, open, lead, incoming, created, appointment scheduled, appointmentscheduled,
        prospecting, lead in, new lead, neu, eingegangen, offen, nouveau, recu, nuevo, recibido, abierto, ny, mottagen,
        pending""",
    Stage.CONTACTED: """contacted, attempted to contact, in contact, kontaktiert, contacte, contactado, kontaktad,
        connected, contact made""",
    Stage.QUALIFIED: """qualified, qualified to buy, qualifiedtobuy, qualification, needs analysis, needs defined,
        value proposition, id. decision makers, perception analysis, in progress,
        qualifiziert, qualifie, calificado, cualificado, kvalificerad""",
    Stage.PROPOSAL: """proposal, proposal sent, quote, quoted, presentation scheduled, presentationscheduled, decision
        maker bought-in, decisionmakerboughtin, contract sent, contractsent, negotiation,
        negotiations started, demo scheduled, proposal made, negotiation/review, proposal/price quote, angebot,
        proposition, offre, devis, propuesta, offert, forslag""",
    Stage.WON: """won, closed won, closedwon, sold, paid, approved, confirmed, completed, complete, gewonnen,
        gagne, ganado, vunnen, bezahlt, abgeschlossen""",
    Stage.LOST: """lost, closed lost, closedlost, rejected, declined, cancelled, canceled, abandoned, voided,
        verloren, perdu,
        perdido, forlorad, abgelehnt, storniert""",
}
_STAGE_WORDS: Final = {word: stage for stage, words in _STAGES.items() for word in _listed(words)}
FIELDS: Final = frozenset(_WORDS) | {"", "-"}
_DEAL_NAME: Final = frozenset({"deal name", "opportunity name"})
_PEOPLE: Final = frozenset({"first name", "last name", "given name", "family name", "vorname", "nachname", "prenom"})


def guess_fields(header: Sequence[str]) -> tuple[str, ...]:
    """A field for each column by its name, each field once; the column named most like it wins."""
    keys = [column_key(name) for name in header]
    taken: dict[str, int] = {}
    for place, key in enumerate(keys):
        field = _FIELDS.get(key) or _FIELDS.get(key.removesuffix(" (company currency)"), "")
        if field and (field not in taken or _rank(field, key) < _rank(field, keys[taken[field]])):
            taken[field] = place
    if "date" not in taken and "closed_on" in taken and "stage" not in taken:  # nothing here can be open
        taken["date"] = taken.pop("closed_on")
    if "stage" not in taken and "status" in taken:
        taken["stage"] = taken["status"]
    if "reference" not in taken and "billing name" in keys and "name" in keys:  # Shopify calls the order’s number so
        taken["reference"] = keys.index("name")
    if taken.get("stage") == taken.get("status"):
        taken.pop("status", None)
    places = {place: field for field, place in taken.items()}
    return tuple(places.get(place, "") for place in range(len(keys)))


def _rank(field: str, key: str) -> int:
    """How far down the list of names for the field this one stands: “customer” is surer than “name”."""
    return next((place for place, word in enumerate(_listed(_WORDS[field])) if word == key), 99)


def stage_of(text: str) -> Stage | None:
    """The stage that another program's word for it means, or None."""
    words = " ".join(fold(text).replace("_", " ").split()).removeprefix("wc-")
    return _STAGE_WORDS.get(words) or _STAGE_WORDS.get(words.partition(" (")[0])


def is_void(text: str, is_refund: bool) -> bool:
    """Whether this status says that nothing came of it: cancelled, refused or, of a sale, given back whole."""
    status = _status(text)
    return status in _FAILED or stage_of(text) is Stage.LOST or (not is_refund and status in _GIVEN_BACK)


def is_given_back(text: str) -> bool:
    """Whether this status says of a sale that all of it was given back."""
    return _status(text) in _GIVEN_BACK


def is_sure(text: str) -> bool:
    """Whether this status says that the money came (or, of a refund, went)."""
    return stage_of(text) is Stage.WON or _status(text) in _COUNTS | _GIVEN_BACK


def _status(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").split()).partition(" (")[0].removeprefix("wc-")


def kind_of(header: Sequence[str]) -> str:
    """What a sheet with these columns holds: ``partners``, ``referrals`` or ``sales``."""
    keys = {column_key(name) for name in header}
    fields = {field for field in guess_fields(header) if field}
    named_stage = any(_FIELDS.get(key) == "stage" for key in keys)
    if keys & _PEOPLE and not named_stage:
        return "partners"
    if "customer" in fields and (named_stage or keys & _DEAL_NAME):
        return "referrals"
    if "amount" in fields and fields & {"date", "closed_on"}:
        return "sales"
    explicit = {"customer", "customer name", "client", "lead", "lead name", "kunde", "kund", "cliente"}
    return "referrals" if "partner" in fields and keys & explicit else "partners"
