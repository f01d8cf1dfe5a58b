"""Point 5 of the main job: terms are agreed, said in words, tried, and followed by a new version, never changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import flat_per_sale, percent_of_sale
from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from app.queries import accounts
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose_from,
    chord,
    click,
    closed,
    dialog,
    entries,
    keys,
    partners_page,
    reopened,
    seen,
    wait_entry,
    wait_front,
    wait_says,
    write,
)
from ui.partners.terms_form import TermsForm


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        partners.add(session, PartnerFields("Harbor IT Consulting"))
    store.close()
    return made


def test_a_share_is_agreed_then_a_fixed_amount_from_a_later_day(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    page.record.tabs.set_current("terms")
    click(qtbot, page, "Agree terms…")
    form = dialog(qtbot, window, TermsForm)
    keys("12.5")
    wait_says(qtbot, form, "12.5% of each sale")
    wait_says(qtbot, form, "€125.00")
    seen(form, QLineEdit, "On hold for").setFocus()
    seen(form, QLineEdit, "On hold for").selectAll()
    keys("14", Qt.Key.Key_Return)
    closed(qtbot, window, TermsForm)
    wait_entry(qtbot, page, "Version 1", "12.5% of each sale", "in force")
    wait_says(qtbot, page, "12.5% of each sale")

    click(qtbot, page, "Agree new terms…")
    form = dialog(qtbot, window, TermsForm)
    wait_says(qtbot, form, "Version 1 stays on record.")
    choose_from(form, "The partner gets", "A fixed amount for each sale")
    write(form, "Amount", "180")
    choose_from(form, "Currency", "USD")
    wait_says(qtbot, form, "$180 for each sale")
    write(form, "Starts on", "31 June 2027")
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, form, "There is no such day as “31 June 2027”.")
    write(form, "Starts on", "1 Jan 2027")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, TermsForm)
    wait_entry(qtbot, page, "Version 2", "$180 for each sale")
    assert "in force" in next(line for line in entries(page) if "Version 1" in line)

    with reopened(path) as session:
        first, second = accounts.versions(session, 1)
    assert (first.starts_on, first.terms) == (date(2026, 11, 23), percent_of_sale("EUR", 125_000, 14))
    assert (second.starts_on, second.terms) == (date(2027, 1, 1), flat_per_sale("USD", 18_000, 14))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("110", "between 0 and 100"),
        ("ten", "“ten” is not a percentage."),
        ("", "Say which percentage the partner gets."),
    ],
)
def test_what_cannot_be_agreed_is_said_and_not_written(
    window_on: WindowOn, path: Path, qtbot: QtBot, typed: str, sentence: str
) -> None:
    window = window_on(path)
    wait_front(qtbot, partners_page(window), "Harbor IT Consulting")
    chord(window, Qt.Key.Key_T)
    form = dialog(qtbot, window, TermsForm)
    keys(Qt.Key.Key_Delete, typed, Qt.Key.Key_Return)
    wait_says(qtbot, form, sentence)
    # It stands at the field and in what is read out, and is not said a third time at the foot.
    assert sum(sentence in each.text() for each in form.findChildren(QLabel) if each.isVisible()) == 2
    keys(Qt.Key.Key_Escape)
    closed(qtbot, window, TermsForm)
    with reopened(path) as session:
        assert accounts.versions(session, 1) == []
