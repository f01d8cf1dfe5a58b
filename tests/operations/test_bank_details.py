"""Account numbers: what is kept, in which form, and what is refused."""

from __future__ import annotations

import pytest

from app.domain.errors import UserError
from app.domain.payouts import Account
from app.domain.rolodex import PartnerFields
from app.operations import partners, settings
from app.operations.bank_details import check_bic, check_iban
from app.queries import export
from app.queries import settings as kept
from tests.operations.office import Office


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", ""),
        (" \t ", ""),
        ("de89 3704-0044.0532 0130 00", "DE89370400440532013000"),
        ("SE45 5000 0000 0583 9825 7466", "SE4550000000058398257466"),
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("NO93 8601 1117 947", "NO9386011117947"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S"),
        ("DE89370400440532013000\x00", "DE89370400440532013000"),
        ("DE89\u00a03704\u20090044\u200b0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_ibans_as_people_write_them(typed: str, number: str) -> None:
    assert check_iban(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        *("DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "DE", "12345678", "=1+1"),
        *("ＤＥ８９", "د٣", "DE89 3704 0044 0532 0130 00 or so", "9" * 20_000),
    ],
)
def test_what_is_no_iban_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(UserError, match="is not an IBAN") as caught:
        check_iban(typed)
    assert caught.value.code == "iban_invalid"


@pytest.mark.parametrize(("typed", "number"), [("", ""), ("deut deff", "DEUTDEFF"), ("DEUTDEFF500", "DEUTDEFF500")])
def test_bics(typed: str, number: str) -> None:
    assert check_bic(typed) == number


@pytest.mark.parametrize("typed", ["DEUT", "DEUTDEFF5", "DEUT1EFF", "DEUTQQFF", "=DEUTDEF"])
def test_what_is_no_bic_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(UserError, match="is not a BIC"):
        check_bic(typed)


def test_they_are_kept_edited_exported_and_undone(office: Office) -> None:
    fields = PartnerFields("Anna", account_holder=" Anna \n Müller ", iban="de89 3704 0044 0532 0130 00", bic="cobadeff",
                           paypal=" anna@example.com ")  # fmt: skip
    partner = office.do("Add", partners.add, fields)
    with office.store.read() as session:
        [record] = export.partners(session)
    expected = {
        "account_holder": "Anna Müller",
        "iban": "DE89370400440532013000",
        "bic": "COBADEFF",
        "paypal": "anna@example.com",
    }
    assert {name: record[name] for name in expected} == expected
    office.do("Edit", partners.edit, partner, PartnerFields("Anna"))
    assert office.value("SELECT iban || bic || paypal || account_holder FROM partner") == ""
    office.undo()
    assert office.value("SELECT iban FROM partner") == expected["iban"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iban": "DE00"}, "iban_invalid"),
        ({"bic": "X"}, "bic_invalid"),
        ({"paypal": "no address"}, "paypal_invalid"),
        ({"paypal": "+44@example.com"}, "paypal_invalid"),
        ({"account_holder": "x" * 301}, "holder_too_long"),
    ],
)
def test_a_partner_with_a_wrong_one_is_refused_whole(office: Office, change: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as caught:
        office.do("Add", partners.add, PartnerFields("Anna", **change))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert office.rows("SELECT id FROM partner") == []


def test_the_own_account_is_checked_too(office: Office) -> None:
    office.do("Set", settings.save_account, Account(" Brightside  AB ", "se45 5000 0000 0583 9825 7466", "essesess"))
    with office.store.read() as session:
        assert kept.account(session) == Account("Brightside AB", "SE4550000000058398257466", "ESSESESS")
    with pytest.raises(UserError, match="is not an IBAN"):
        office.do("Set", settings.save_account, Account("B", "SE00"))
