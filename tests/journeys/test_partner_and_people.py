"""Point 4 of the main job: a partner and the people at it are written down, and corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import PartnerFields, PersonFields, Point
from app.operations import partners as operation
from app.persistence.store import Store
from app.queries import partners
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose,
    chord,
    click,
    closed,
    dialog,
    keys,
    partners_page,
    reopened,
    seen,
    wait_front,
    wait_says,
    wait_seen,
)
from ui import names
from ui.partners.form import PartnerForm


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with one partner and two people."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        people = (
            PersonFields("Maya Lindqvist", "director", (Point(PointKind.EMAIL, "maya@harbor-it.example"),)),
            PersonFields("Olle Strand", "sales"),
        )
        operation.add(session, PartnerFields("Harbor IT Consulting", people=people))
    store.close()
    return made


def test_a_new_partner_with_a_person_is_written_down_by_keys(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "book.partnerbook"
    window = window_on(path)
    page = partners_page(window)
    chord(window, Qt.Key.Key_N)
    form = dialog(qtbot, window, PartnerForm)
    keys("Hudson Legal LLP", Qt.Key.Key_Tab)
    keys("Affiliate", Qt.Key.Key_Tab, "Invited", Qt.Key.Key_Tab)
    keys(Qt.Key.Key_Tab, "Gold", Qt.Key.Key_Tab, "law, london", Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is seen(form, type(form._does), "Add a person")
    keys(Qt.Key.Key_Return)
    wait_seen(qtbot, form, QLineEdit, "Role")
    keys("Ann Hudson", Qt.Key.Key_Tab, "partner", Qt.Key.Key_Tab, Qt.Key.Key_Tab, "ann@hudson.example")
    assert QApplication.focusWidget().accessibleName() == "E-mail"
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)
    wait_front(qtbot, page, "Hudson Legal LLP")
    for told in ("Affiliate", "Gold", "Ann Hudson", "ann@hudson.example"):
        wait_says(qtbot, page, told)

    with reopened(path) as session:
        kept = partners.fields(session, 1)
    assert (kept.kind, kept.status, kept.tier, kept.tags) == (Kind.AFFILIATE, Status.INVITED, "Gold", ("law", "london"))
    assert [(each.name, each.role) for each in kept.people] == [("Ann Hudson", "partner")]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_partner_can_be_chosen(window_on: WindowOn, path: Path, qtbot: QtBot, kind: Kind) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    keys(Qt.Key.Key_F2)
    form = dialog(qtbot, window, PartnerForm)
    choice = seen(form, QComboBox, "Kind")
    choice.setFocus()
    keys(names.partner_kind(kind), Qt.Key.Key_Tab)
    chord(form, Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)
    wait_says(qtbot, page, names.partner_kind_long(kind))
    with reopened(path) as session:
        assert partners.fields(session, 1).kind is kind


@pytest.mark.parametrize("status", list(Status))
def test_the_status_is_changed_from_the_menu_of_the_card(
    window_on: WindowOn, path: Path, qtbot: QtBot, status: Status
) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    choose(qtbot, page, "More", "Status", names.status(status))

    def kept() -> Status:
        with reopened(path) as session:
            return partners.fields(session, 1).status

    qtbot.waitUntil(lambda: kept() is status)


def test_people_are_corrected_and_another_made_the_main_contact(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    page.record.tabs.set_current("people")
    click(qtbot, page, "Edit people…")
    form = dialog(qtbot, window, PartnerForm)
    click(qtbot, form, "Make this the main contact")
    click(qtbot, form, "Add a person")
    keys("Siri Berg", Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)
    wait_says(qtbot, page, "Olle Strand, sales")
    with reopened(path) as session:
        assert [each.name for each in partners.fields(session, 1).people] == [
            "Olle Strand", "Maya Lindqvist", "Siri Berg",
        ]  # fmt: skip


def test_what_is_wrong_is_said_where_it_is_and_nothing_is_lost(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    keys(Qt.Key.Key_F2)
    form = dialog(qtbot, window, PartnerForm)
    email = seen(form, QLineEdit, "E-mail")
    email.setFocus()
    keys("nobody", Qt.Key.Key_Return)
    wait_says(qtbot, form, "“nobody” is not an e-mail address.")
    assert email.hasFocus()
    keys("@harbor-it.example", Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)
    with reopened(path) as session:
        assert [each.value for each in partners.fields(session, 1).points] == ["nobody@harbor-it.example"]
