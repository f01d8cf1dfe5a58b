"""The sections of the settings: what is kept, what is typed, and which of them wins."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.domain.payouts import Account
from app.domain.statements import Business
from app.queries.settings import Preferences
from ui.settings.sections import AccountSection, BusinessSection, PreferencesSection

KEPT = Business("Brightside", ("Avenyn 12", "411 36 Göteborg"), "a@b.example", paper="letter", language="sv")


@pytest.fixture
def business(qtbot: QtBot) -> BusinessSection:
    made = BusinessSection()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def preferences(qtbot: QtBot) -> PreferencesSection:
    made = PreferencesSection()
    qtbot.addWidget(made)
    return made


def test_nothing_is_changed_before_what_is_kept_is_known(business: BusinessSection) -> None:
    business.name.setText("Typed too early")
    assert not business.is_changed()


def test_what_is_shown_is_what_is_kept(business: BusinessSection) -> None:
    business.show_business(KEPT)
    assert business.business() == KEPT
    assert not business.is_changed()


def test_what_was_typed_and_refused_is_left_while_the_rest_is_brought_up_to_date(
    business: BusinessSection, qtbot: QtBot
) -> None:
    business.show_business(KEPT)
    business.email.selectAll()
    qtbot.keyClicks(business.email, "nobody")
    business.show_business(Business("Renamed", KEPT.address, "a@b.example"))
    assert business.email.text() == "nobody"
    assert business.name.text() == "Renamed"


def test_what_was_kept_and_then_undone_is_shown_again(business: BusinessSection, qtbot: QtBot) -> None:
    business.show_business(KEPT)
    business.name.selectAll()
    qtbot.keyClicks(business.name, "New")
    business.show_business(business.business())
    business.show_business(KEPT)
    assert business.name.text() == "Brightside"


def test_an_account_is_the_same_however_it_is_spaced(qtbot: QtBot) -> None:
    section = AccountSection()
    qtbot.addWidget(section)
    qtbot.keyClicks(section.iban, "de89 3704")
    assert not section.is_changed()
    section.show_account(Account("Brightside AB", "DE893704", "X"))
    assert (section.iban.text(), section.holder.text()) == ("de89 3704", "Brightside AB")
    assert not section.is_changed()
    section.show_account(Account("Brightside AB", "DE89", "X"))
    assert section.iban.text() == "DE89"
    section.mark_wrong("iban_invalid")
    assert section.iban.property("wrong")
    assert not section.bic.property("wrong")


def test_a_language_that_is_not_on_offer_falls_back(business: BusinessSection) -> None:
    business.show_business(Business(language="tlh"))
    assert business.language.value() == "en"


def test_preferences_keep_what_is_not_on_the_page(preferences: PreferencesSection) -> None:
    kept = Preferences("SEK", "de", "dark", 14, 60)
    preferences.show_preferences(kept)
    assert preferences.preferences() == kept
    assert not preferences.is_changed()
    preferences.cadence.setValue(21)
    assert preferences.is_changed()
    assert preferences.preferences() == Preferences("SEK", "de", "dark", 21, 60)
