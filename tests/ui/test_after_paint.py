"""What is made after the first paint: in steps, with the window answering between them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from ui.after_paint import after_paint, in_steps
from ui.desk import Desk
from ui.partners.page import PartnersPage


class Watched(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.order.append("painted")
        return super().event(event)

    def steps(self) -> Iterator[None]:
        for name in ("one", "two"):
            self.order.append(name)
            # What is waiting for the window, such as a key, has its turn before the next step.
            QTimer.singleShot(0, self, lambda name=name: self.order.append(f"answered after {name}"))
            yield


def test_steps_follow_the_paint_and_leave_room_between_them(qtbot: QtBot) -> None:
    watched = Watched()
    qtbot.addWidget(watched)
    after_paint(watched, lambda: in_steps(watched, watched.steps(), lambda: watched.order.append("done")))
    watched.show()
    qtbot.waitUntil(lambda: "done" in watched.order)
    seen = [each for each in watched.order if each != "painted"]
    assert watched.order[0] == "painted"
    assert seen == ["one", "answered after one", "two", "answered after two", "done"]


def test_a_key_pressed_before_the_card_is_made_is_not_lost(desk: Desk, book: Store, qtbot: QtBot) -> None:
    with book.write("Begin") as session:
        partners.add(session, PartnerFields("Harbor IT"))
    page = PartnersPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.is_complete
    page.acts.new_partner()
    form = next(each for each in page.findChildren(QWidget) if type(each).__name__ == "PartnerForm")
    assert form.isVisible()
    form.close()
    qtbot.waitUntil(lambda: page.is_complete and page.record.card is not None)
    assert page.record.isVisible()
