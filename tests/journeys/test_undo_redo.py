"""Point 9 of the main job: whatever was done is undone and done again, and the history of the record tells of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.money import Money
from app.domain.referrals import ReferralFields, Stage
from app.domain.rolodex import PartnerFields, PersonFields
from app.operations import partners, referrals
from app.persistence.store import Store
from app.queries import accounts, deals, timeline
from app.queries import partners as partner_queries
from app.queries import referrals as referral_queries
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    chord,
    click,
    closed,
    dialog,
    keys,
    partners_page,
    reopened,
    says,
    seen,
    wait_entry,
    wait_front,
    wait_seen,
)
from ui.partners.form import PartnerForm
from ui.partners.page import PartnersPage
from ui.partners.terms_form import TermsForm
from ui.referrals.referral_dialog import LogReferralDialog
from ui.referrals.sale_dialog import SaleDialog
from ui.widgets.messages import Message
from ui.window import Window

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with a partner, a person and a referral that has been contacted."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        harbor = partners.add(session, PartnerFields("Harbor IT Consulting", people=(PersonFields("Maya Lindqvist"),)))
        one = referrals.log(session, harbor, ReferralFields("Brandt Logistik AB", TODAY, "EUR"))
        referrals.move(session, one, Stage.CONTACTED, TODAY)
    store.close()
    return made


def new_partner(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_N)
    dialog(qtbot, window, PartnerForm)
    keys("Hudson Legal LLP", Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)


def edit_person(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_F2)
    form = dialog(qtbot, window, PartnerForm)
    seen(form, QLineEdit, "Role").setFocus()
    keys("director", Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)


def agree_terms(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_T)
    dialog(qtbot, window, TermsForm)
    keys("15", Qt.Key.Key_Return)
    closed(qtbot, window, TermsForm)


def log_call(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Return, "call about spring", Qt.Key.Key_Return)


def log_referral(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_R)
    form = dialog(qtbot, window, LogReferralDialog)
    qtbot.waitUntil(lambda: seen(form, QLineEdit, "Customer").hasFocus())
    keys("Nordfrakt AB", Qt.Key.Key_Return)
    closed(qtbot, window, LogReferralDialog)


def press(window: Window, qtbot: QtBot, words: str) -> None:
    """The button of the referral in front that says this, once it stands there."""
    wait_seen(qtbot, window.page("referrals"), QAbstractButton, words)
    click(qtbot, window.page("referrals"), words)


def move_referral(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_3)
    press(window, qtbot, "Mark qualified")


def sell(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_3)
    for words in ("Mark qualified", "Proposal sent", "Mark won…"):
        press(window, qtbot, words)
    dialog(qtbot, window, SaleDialog)
    keys("3,800", Qt.Key.Key_Return)
    closed(qtbot, window, SaleDialog)


def delete_partner(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_Delete)
    dialog(qtbot, window, Message)
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, Message)


def people(path: Path) -> object:
    with reopened(path) as session:
        return [(each.name, each.role) for each in partner_queries.fields(session, 1).people]


def names(path: Path) -> object:
    with reopened(path) as session:
        return [each.name for each in partner_queries.choices(session, "", 9)]


def versions(path: Path) -> object:
    with reopened(path) as session:
        return [each.terms.rate.ppm for each in accounts.versions(session, 1)]


def said(path: Path) -> object:
    with reopened(path) as session:
        return [each.text for each in timeline.timeline(session, 1) if each.kind == "call"]


def customers(path: Path) -> object:
    with reopened(path) as session:
        return sorted(each.customer for each in referral_queries.of_partner(session, 1))


def stage(path: Path) -> object:
    with reopened(path) as session:
        return deals.detail(session, 1, TODAY).row.stage


def sold(path: Path) -> object:
    with reopened(path) as session:
        return [each.amount for each in deals.detail(session, 1, TODAY).sales]


Deed = Callable[[Window, PartnersPage, QtBot], None]
Eye = Callable[[Path], object]
BEGIN = ["Brandt Logistik AB"]


@pytest.mark.parametrize(
    ("deed", "eye", "before", "after", "told"),
    [
        (edit_person, people, [("Maya Lindqvist", "")], [("Maya Lindqvist", "director")], "Role: — → director"),
        (agree_terms, versions, [], [150_000], "Agree terms"),
        (log_call, said, [], ["about spring"], "about spring"),
        (log_referral, customers, BEGIN, [*BEGIN, "Nordfrakt AB"], "Log referral of Nordfrakt AB"),
        (move_referral, stage, Stage.CONTACTED, Stage.QUALIFIED, "Stage: contacted → qualified"),
        (sell, sold, [], [Money(380_000, "EUR")], "Mark Brandt Logistik AB won"),
    ],
    ids=["person", "terms", "call", "referral", "move", "sale"],
)
def test_it_is_undone_and_done_again_and_the_history_tells_of_it(
    window_on: WindowOn, path: Path, qtbot: QtBot, deed: Deed, eye: Eye, before: object, after: object, told: str
) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    deed(window, page, qtbot)
    qtbot.waitUntil(lambda: eye(path) == after)
    page = partners_page(window)
    page.record.tabs.set_current("changes")
    wait_entry(qtbot, page, told)

    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: eye(path) == before)
    qtbot.waitUntil(lambda: window.toast.text().startswith("Undone: "))
    wait_entry(qtbot, page, told, "(undone)")
    qtbot.waitUntil(window.commands["redo"].isEnabled)
    chord(window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: eye(path) == after)
    qtbot.waitUntil(lambda: window.toast.text().startswith("Done again: "))


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        (new_partner, ["Harbor IT Consulting"], ["Harbor IT Consulting", "Hudson Legal LLP"]),
        (delete_partner, ["Harbor IT Consulting"], []),
    ],
    ids=["new", "deleted"],
)
def test_a_partner_comes_and_goes_whole(
    window_on: WindowOn, path: Path, qtbot: QtBot, deed: Deed, before: object, after: object
) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    deed(window, page, qtbot)
    qtbot.waitUntil(lambda: names(path) == after)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: names(path) == before)
    wait_front(qtbot, page, "Harbor IT Consulting")
    assert people(path) == [("Maya Lindqvist", "")]
    qtbot.waitUntil(window.commands["redo"].isEnabled)
    chord(window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: names(path) == after)


def count_writes(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM change_set").fetchone()[0])


def test_keys_pressed_before_a_write_is_on_the_disk_wait_their_turn(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    window = window_on(path)
    window.desk.do("Add {partner}", partners.add, PartnerFields("Hudson Legal LLP"), partner="Hudson Legal LLP")
    chord(window, Qt.Key.Key_Z)
    chord(window, Qt.Key.Key_Y)
    chord(window, Qt.Key.Key_Z)
    written = 5  # the beginning, the partner, and what each key did
    qtbot.waitUntil(lambda: window.desk.now(count_writes) == written)
    qtbot.waitUntil(lambda: says(window, "Undone: Add Hudson Legal LLP"))
    assert names(path) == ["Harbor IT Consulting"]
