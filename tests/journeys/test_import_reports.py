"""After an import: what happened to each row, looked at, saved, and the import taken back, also much later."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from app.queries import partner_list
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import click, closed, dialog, seen, wait_says, wait_seen, write
from ui.imports.runs_dialog import ImportsDialog
from ui.imports.wizard import ImportWizard
from ui.pages import import_file
from ui.window import Window

SHEET = "Name;E-Mail;Tags\nÅsa Berg;asa@ex.example;\nBen Ode;ben;\n;;vip\n"


def partners_in(window: Window) -> int:
    return int(window.desk.now(partner_list.total))


def shown(imports: ImportsDialog) -> list[str]:
    model = imports._report._model
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def take_in(window: Window, qtbot: QtBot, folder: Path) -> None:
    path = folder / "people.csv"
    path.write_text(SHEET, encoding="utf-8")
    import_file(window, path)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "3 read: 2 will be added")
    click(qtbot, wizard, "Import")
    closed(qtbot, window, ImportWizard)
    wait_seen(qtbot, window, QAbstractButton, "What happened to each row")


def test_each_row_is_looked_at_saved_and_the_import_undone_and_brought_back(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    take_in(window, qtbot, tmp_path)
    click(qtbot, window.toast, "What happened to each row")
    imports = dialog(qtbot, window, ImportsDialog)
    qtbot.waitUntil(lambda: shown(imports) == ["Åsa Berg", "Ben Ode", "Ben Ode", ""])
    click(qtbot, imports, "Kept out 1")
    wait_says(qtbot, imports, "There is no name, organisation, e-mail or phone in this row; it is kept out.")
    click(qtbot, imports, "All 4")
    write(imports, "Search the rows", "BERG")
    qtbot.waitUntil(lambda: shown(imports) == ["Åsa Berg"])
    target = tmp_path / "what happened"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    click(qtbot, imports, "Save the report…")
    wait_says(qtbot, imports, "The report is in “what happened.csv”.")
    lines = target.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("Line,What happened,Name,Why", 5)
    click(qtbot, imports, "Undo this import")
    wait_says(qtbot, imports, "“people.csv” was undone.")
    assert partners_in(window) == 0
    click(qtbot, imports, "Bring it back")
    wait_says(qtbot, imports, "“people.csv” was brought back.")
    assert partners_in(window) == 2


def test_much_later_an_import_is_found_in_the_settings_and_what_stands_in_its_way_is_named(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot
) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    take_in(window, qtbot, tmp_path)
    window.close()
    from tests.operations.office import opened

    with opened(tmp_path / "book.partnerbook") as office:
        office.call(office.value("SELECT id FROM partner WHERE name = 'Ben Ode'"))
    window = window_on(tmp_path / "book.partnerbook")
    window.go("settings")
    click(qtbot, window.page("settings"), "Imports…")
    imports = dialog(qtbot, window, ImportsDialog)
    click(qtbot, imports, "Undo this import")
    wait_says(qtbot, imports, "what “Log call” added belongs to it. Undo that first.")
    assert seen(imports, QAbstractButton, "Undo this import").isEnabled()
    assert partners_in(window) == 2
