"""Guessing what the columns of an unknown sheet mean, by the words of their headers and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import digits
from typing import Final

from app.domain.imports import column_key

_LONGEST: Final = 200
"""Characters of a value that tell what it is."""
_WORDS: Final[dict[str, str]] = {
    "given": """first name, firstname, given name, givenname, forename, first, vorname, prenom, nombre, nombre
        de pila, fornamn, first names""",
    "family": """last name, lastname, surname, family name, familyname, last, nachname, familienname, nom de
        famille, apellido, apellidos, efternamn""",
    "middle": "middle name, zweiter vorname, deuxieme prenom, segundo nombre, mellannamn",
    "name": """name, full name, fullname, contact, contact name, contact person, customer name, display name,
        vollstandiger name, ansprechpartner, kontakt, kontaktperson, nom, nom complet, nombre completo,
        contacto, namn, fullstandigt namn, client, kunde, person""",
    "nickname": "nickname, spitzname, surnom, apodo, smeknamn",
    "organisation": """company, company name, organisation, organization, organization name, organisation name,
        business, business name, account, account name, employer, firm, partner, partner name, firma,
        firmenname, unternehmen, organisationen, entreprise, societe, empresa, compania, organizacion,
        foretag, foretagsnamn, bolag, agency, associated company, associated company name""",
    "department": "department, abteilung, departement, service, departamento, avdelning, division",
    "role": """role, job title, jobtitle, title, position, function, funktion, beruf, berufsbezeichnung,
        stelle, fonction, poste, titre, cargo, puesto, titel, befattning, roll, occupation""",
    "street": """street, street address, address line 1, address 1, address1, address 2, address2, address line
        2, strasse, straße, adresszeile 1, rue, adresse 1, calle, direccion 1, gata, gatuadress""",
    "address": """address, postal address, mailing address, full address, adresse, anschrift, direccion,
        domicilio, adress, postadress""",
    "city": "city, town, town/city, ort, stadt, ville, ciudad, localidad, stad, postort, locality",
    "region": """state, region, province, county, state/province, state/region, bundesland, kanton,
        departement/region, provincia, estado, lan, landskap, prefecture""",
    "postcode": """zip, zip code, zipcode, postal code, postalcode, post code, postcode, zip/postal code, plz,
        postleitzahl, code postal, codigo postal, cp, postnummer""",
    "country": "country, country/region, country name, land, pays, pais, nation, staat",
    "notes": """notes, note, comments, comment, remarks, description, notizen, notiz, bemerkung, bemerkungen,
        kommentar, anmerkungen, beschreibung, remarque, remarques, commentaire, commentaires, notas,
        nota, comentarios, observaciones, anteckningar, anteckning, kommentarer""",
    "tags": """tags, tag, labels, label, categories, category, groups, group, schlagworte, kategorie,
        kategorien, gruppe, etiquettes, etiquette, etiquetas, etiqueta, taggar, etiketter, kategori,
        categorie, categoria""",
    "birthday": """birthday, birth date, birthdate, date of birth, dob, geburtstag, geburtsdatum, anniversaire,
        date de naissance, naissance, cumpleanos, fecha de nacimiento, fodelsedag, fodelsedatum""",
    "code": "code, partner code, referral code, affiliate code, coupon, coupon code, partnercode",
    "kind": "kind, partner kind, partner type, partnerart",
    "status": "partner status, partnerstatus",
    "tier": "tier, level, stufe, niveau, nivel, niva",
    "uid": "uid, contact id, customer id, user id, record id, organization id",
}
_FIELDS: Final = {" ".join(word.split()): field for field, words in _WORDS.items() for word in words.split(",")}
_EMAIL_WORDS: Final = re.compile(r"\b(e ?-? ?mail|mail|courriel|correo|e ?-? ?post|epost|mejl)")
_PHONE_WORDS: Final = re.compile(
    r"\b(phone|telephone|tel|telefon|telefono|telefonnummer|rufnummer|mobile?|mobil\w*|handy\w*|cell|movil|portable"
    r"|fax|pager|whatsapp)\b"
)
_WEBSITE_WORDS: Final = re.compile(
    r"\b(web ?-?sites?|url|web|homepage|webseite|internetseite|site|sitio|hemsida|webbplats|domain|linkedin)\b"
)
_LABELS: Final = {
    "work": r"work|business|office|geschaft\w*|dienst\w*|buro|firma|travail|bureau|professionnel|trabajo|oficina"
    r"|arbete|jobb|kontor",
    "home": r"home|private?|privat\w*|personal|domicile|casa|hem|hemma",
    "mobile": r"mobile?|mobil\w*|handy\w*|cell|movil|portable",
    "fax": r"fax|telefax",
    "whatsapp": r"whatsapp",
    "linkedin": r"linkedin",
}
_LABEL_WORDS: Final = {label: re.compile(rf"\b({words})\b") for label, words in _LABELS.items()}
_EMAIL: Final = re.compile(r"[^@\s]++@[^@\s][^@\s.]*+\.[^@\s]++")
_URL: Final = re.compile(
    r"(https?://|www\.)\S+|([\w-]++\.)+(com|org|net|io|co|biz|info|dev|app|shop|eu|de|at|ch|fr|es|it|nl|be|se|no|dk|fi|pl|pt"
    r"|cz|hu|gr|uk|ie|us|ca|au|nz|jp|cn|kr|in|br|mx|za|example)(/\S*)?",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?=.*[+()/ -])\+?[\d\s().x/-]{7,}", re.IGNORECASE)
_DATE_LIKE: Final = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*")
_NO_PHONE: Final = re.compile(rf"{_DATE_LIKE.pattern}|\d{{4}} ?[-/] ?\d{{2,4}}|\d{{5}}-\d{{4}}")
"""Days, spans of years and long postcodes of the United States."""


def guess_mapping(header: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A field for each column, empty where none is sure; ``sample`` are some of the first rows."""
    fields: list[str] = []
    single: set[str] = set()
    for index, name in enumerate(header):
        cells = (row[index].strip() for row in sample if index < len(row))
        values = [cell[:_LONGEST] for cell in cells if cell]
        found = _by_header(column_key(name), values) or _by_content(values)
        if found in single and found not in _REPEATABLE:
            found = ""
        single.add(found)
        fields.append(found)
    return _with_a_name(fields)


_REPEATABLE: Final = frozenset({"street", "tags", "notes"}) | {
    f"{kind}{label}"
    for kind in ("email", "phone", "website")
    for label in ("", ":work", ":home", ":mobile", ":fax", ":linkedin", ":whatsapp")
}


def _by_header(key: str, values: Sequence[str]) -> str:
    if key in _FIELDS:
        return _FIELDS[key]
    plain = re.sub(r"[^\w]+", " ", key).strip()
    for kind, words, evidence in (
        ("email", _EMAIL_WORDS, "@"),
        ("phone", _PHONE_WORDS, ""),
        ("website", _WEBSITE_WORDS, "."),
    ):
        if words.search(plain) and _fits(kind, evidence, values):
            return kind + _label(kind, plain)
    without_number = plain.rstrip(digits).rstrip()
    return _FIELDS.get(plain) or _FIELDS.get(without_number, "")


def _fits(kind: str, evidence: str, values: Sequence[str]) -> bool:
    """Whether the values do not speak against the header (“E-mail opt-in” holds no addresses)."""
    if not values:
        return True
    if kind == "phone":
        fitting = sum(sum(c.isdigit() for c in value) >= 5 and not _DATE_LIKE.fullmatch(value) for value in values)
    else:
        fitting = sum(evidence in value for value in values)
    return fitting * 3 >= len(values)


def _label(kind: str, plain: str) -> str:
    for label in ("fax", "mobile", "whatsapp", "linkedin", "work", "home"):
        if _LABEL_WORDS[label].search(plain) and (kind == "phone" or label in ("work", "home", "linkedin")):
            return f":{label}"
    return ""


def _by_content(values: Sequence[str]) -> str:
    if not values:
        return ""
    for kind, pattern in (("email", _EMAIL), ("website", _URL), ("phone", _PHONE)):
        fitting = sum(pattern.fullmatch(value) is not None and not _NO_PHONE.fullmatch(value) for value in values)
        if fitting * 5 >= len(values) * 3:
            return kind
    return ""


def _with_a_name(fields: list[str]) -> tuple[str, ...]:
    """Where first names have a column called just “name”, that is the family name."""
    if "given" in fields and "family" not in fields and "name" in fields:
        fields[fields.index("name")] = "family"
    return tuple(fields)
