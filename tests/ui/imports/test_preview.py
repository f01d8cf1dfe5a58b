"""What the preview of an import shows and lets one decide."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.partners import PointKind, Status
from app.domain.rolodex import PartnerFields, Point
from app.exchange.drafts import PartnerDraft
from app.exchange.matching import Choice, Proposal
from app.operations import partners
from app.persistence.store import Store
from app.queries import partner_list
from ui.desk import Desk
from ui.imports.opening import FileDrop
from ui.imports.preview import Preview
from ui.imports.rows import rows
from ui.imports.wizard import ImportWizard
from ui.imports.work import Prepared

SHEET = """Name;E-mail;Colour
Harbor IT;office@harbor.example;blue
Harbor IT again;office@harbor.example;blue
Åland Ab;kontor@åland.example;grön
"""


def draft(name: str, line: int) -> PartnerDraft:
    return PartnerDraft(name, line)


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    made = Preview()
    qtbot.addWidget(made)
    proposals = [
        Proposal(draft("New <b>", 2), Choice.ADD),
        Proposal(draft("Known", 3), Choice.MERGE, partner=7, why="the same code X"),
        Proposal(draft("Twin", 4), Choice.MERGE, same_as=0, why="the same name"),
        Proposal(draft("Old", 5), Choice.SKIP, partner=7, why="the same name"),
    ]
    made.show_rows(rows(Prepared(proposals, {7: "Harbor IT"})))
    made.show()
    return made


def shown(preview: Preview, column: int) -> list[str]:
    model = preview._model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_each_record_says_what_becomes_of_it_and_why(preview: Preview) -> None:
    assert shown(preview, 3) == ["Add", "Merge into Harbor IT", "Merge into New <b>", "Skip"]
    assert shown(preview, 4) == ["", "the same code X", "the same name", "nothing new: the same name"]


def test_a_letter_decides_and_what_is_known_nowhere_is_not_merged(preview: Preview, qtbot: QtBot) -> None:
    qtbot.keyClick(preview._table, Qt.Key.Key_M)
    assert shown(preview, 3)[0] == "Add"
    qtbot.keyClick(preview._table, Qt.Key.Key_S)
    assert shown(preview, 3)[0] == "Skip"
    qtbot.keyClick(preview._table, Qt.Key.Key_Down)
    qtbot.keyClick(preview._table, Qt.Key.Key_A)
    # The third was to be merged into the first, which is left out now: it is added itself.
    assert [row.choice for row in preview.rows()] == [Choice.SKIP, Choice.ADD, Choice.ADD, Choice.SKIP]


def test_the_records_of_one_fate_can_be_looked_at_alone(preview: Preview) -> None:
    preview._chips.set_current(Choice.MERGE)
    preview._fill()
    assert shown(preview, 0) == ["3", "4"]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "fair.csv"
    path.write_text(SHEET, encoding="cp1252")
    return path


def wizard_on(qtbot: QtBot, desk: Desk, path: Path) -> ImportWizard:
    wizard = ImportWizard(desk, path)
    wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(wizard)
    wizard.start()
    qtbot.waitUntil(lambda: wizard._pages.currentIndex() == 1)
    return wizard


def test_known_records_are_merged_and_the_rest_added_with_the_status_chosen(
    desk: Desk, book: Store, sheet: Path, qtbot: QtBot
) -> None:
    with book.write("Begin") as session:
        partners.add(session, PartnerFields("Harbor", points=(Point(PointKind.EMAIL, "office@harbor.example"),)))
    wizard = wizard_on(qtbot, desk, sheet)
    assert wizard._summary.text() == "3 read: 1 will be added, 2 merged, 0 skipped"
    wizard._status.set_value(Status.PROSPECT)
    with qtbot.waitSignal(wizard.imported) as told:
        wizard._import.click()
    assert told.args[0] == "1 partner added, 2 merged"
    counts = desk.now(partner_list.counts, date(2026, 11, 23))
    assert (counts.all, counts.prospects) == (2, 1)


def test_another_encoding_or_meaning_reads_the_file_again(desk: Desk, sheet: Path, qtbot: QtBot) -> None:
    wizard = wizard_on(qtbot, desk, sheet)
    assert "Åland Ab" in shown(wizard._preview, 1)
    wizard._how._encoding.set_value("mac_roman")
    wizard._how._on_picked()
    qtbot.waitUntil(lambda: wizard._pages.currentIndex() == 1 and "Åland Ab" not in shown(wizard._preview, 1))
    wizard._how._on_columns({"Name": "tags", "E-mail": "email", "Colour": "name"})
    qtbot.waitUntil(lambda: wizard._pages.currentIndex() == 1 and "blue" in shown(wizard._preview, 1))
    wizard.reject()


def test_only_files_of_contacts_are_taken_when_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    taken: list[Path] = []
    target = QWidget()
    qtbot.addWidget(target)
    drop = FileDrop(target, taken.append)
    for name in ("contacts.vcf", "picture.png"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDropEvent(
            QPointF(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        assert drop.eventFilter(target, event) is (name == "contacts.vcf")  # Qt sends a drop only within a real drag
    assert taken == [tmp_path / "contacts.vcf"]


def test_a_known_file_can_be_read_by_the_names_of_its_columns_alone(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "hubspot.csv"
    path.write_text("Record ID,First Name,Last Name,Email\n7,Ida,Berg,ida@ex.example\n", encoding="utf-8")
    wizard = wizard_on(qtbot, desk, path)
    made_by = wizard._how._preset
    assert made_by.currentText() == "HubSpot contacts"
    made_by.setCurrentIndex(0)
    made_by.activated.emit(0)
    qtbot.waitUntil(lambda: wizard._pages.currentIndex() == 1 and wizard._result.preset == "guessed")  # type: ignore[union-attr]
    assert made_by.currentText() == "By the names of its columns"
    wizard.reject()
