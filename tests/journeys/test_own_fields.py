"""A field of one's own: defined in the settings, filled from a file, seen on the card, found, and told in the history."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose_from,
    chord,
    click,
    closed,
    dialog,
    keys,
    partners_page,
    wait_entry,
    wait_front,
    wait_says,
    write,
)
from tests.operations.office import new_book
from ui.imports.columns_dialog import ColumnsDialog
from ui.imports.wizard import ImportWizard
from ui.pages import import_file
from ui.partners.form import PartnerForm
from ui.settings.field_form import FieldForm

SHEET = "Name,E-Mail,Seats,Kunde seit\nHarbor IT,maya@harbor.example,40,3.2.2019\nBen,ben@ex.example,many,\n"


def test_a_field_is_defined_filled_from_a_file_and_seen(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_on(new_book(tmp_path / "book.partnerbook"))
    window.go("settings")
    settings = window.page("settings")
    for name, kind in (("Seats", "Number"), ("Customer since", "Date")):
        click(qtbot, settings, "New field…")
        form = dialog(qtbot, window, FieldForm)
        keys(name)
        choose_from(form, "Holds", kind)
        click(qtbot, form, "Add field")
        closed(qtbot, window, FieldForm)
    qtbot.waitUntil(lambda: settings.fields.table.model().rowCount() == 2)

    sheet = tmp_path / "customers.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    import_file(window, sheet)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    click(qtbot, wizard, "Columns…")
    columns = dialog(qtbot, window, ColumnsDialog)
    choose_from(columns, "Kunde seit", "Customer since")
    click(qtbot, columns, "Read again")
    closed(qtbot, window, ColumnsDialog)
    wait_says(qtbot, wizard, "2 will be added")
    click(qtbot, wizard, "Import")
    closed(qtbot, window, ImportWizard)

    page = partners_page(window)
    wait_front(qtbot, page, "Ben")
    assert page.record.card is not None
    assert page.record.card.fields.notes == "Seats: many"
    keys(Qt.Key.Key_Down)
    wait_front(qtbot, page, "Harbor IT")
    for text in ("Seats", "40", "Customer since", "3 Feb 2019"):
        wait_says(qtbot, page.record.front, text)

    keys(Qt.Key.Key_F2)
    form = dialog(qtbot, window, PartnerForm)
    write(form, "Seats", "45.5")
    click(qtbot, form, "Save")
    closed(qtbot, window, PartnerForm)
    wait_says(qtbot, page.record.front, "45.5")
    page.record.tabs.set_current("changes")
    wait_entry(qtbot, page, "Seats: 40 → 45.5")
    chord(window, Qt.Key.Key_Z)
    wait_says(qtbot, page.record.front, "40")
