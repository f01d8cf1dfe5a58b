"""Renders the widgets with realistic data into pictures, light and dark: ``python -m tests.ui.gallery FOLDER``."""

from __future__ import annotations

import os
import string
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "104")  # text of 13 px, as in the design

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.persistence.store import Store
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.widgets.az_edge import AZEdge
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, ChipButton, Chips
from ui.widgets.empty import EmptyPlace
from ui.widgets.figures import Fact, FactColumn, Initials, KeyFigure
from ui.widgets.labels import label
from ui.widgets.log_line import LogLine
from ui.widgets.panel import Hairline, Panel, Pill
from ui.widgets.record_list import RecordList, TwoLines
from ui.widgets.rolodex import CardStack
from ui.widgets.tabs import Tabs
from ui.widgets.timeline import Entry, Timeline
from ui.window import Command, PageSpec, Window


class Partner(NamedTuple):
    id: int
    name: str
    detail: str
    amount: str
    badge: str = ""


NAMES = """Hafen Webdesign|Referral · Gold · 3 days ago|€1,240.00|
Halvorsen & Lie AS|Channel · Bronze · 2 months ago|—|quiet
Harbor IT Consulting|Referral · Gold · 23 days ago|€380.00|follow-up today
Haruki Design Studio|Affiliate · Silver · yesterday|€0.00|
Hawthorn Accountants|Reciprocal · Silver · 5 days ago|€95.50|
Hélène Marchetti|Affiliate · Gold · 11 days ago|€640.00|
Highgate Print & Sign|Referral · Bronze · 19 days ago|—|
Hollis Property Group|Referral · Gold · today|€2,100.00|
Horizon Managed Services|Channel · Silver · 8 days ago|€415.25|
Hudson Legal LLP|Reciprocal · new|—|
Hussein & Partners|Referral · Bronze · 14 days ago|€77.00|"""
PARTNERS = [Partner(number, *line.split("|")) for number, line in enumerate(NAMES.splitlines())]


def present(partner: Partner) -> TwoLines:
    return TwoLines(partner.name, partner.detail, partner.amount, partner.badge)


def card_face() -> QWidget:
    face = QWidget()
    layout = QVBoxLayout(face)
    layout.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
    layout.setSpacing(theme.px(14))
    head = QHBoxLayout()
    head.setSpacing(theme.px(8))
    head.addWidget(Initials("HI"))
    names, first = QVBoxLayout(), QHBoxLayout()
    first.setSpacing(theme.px(8))
    for widget in (label("Harbor IT Consulting", "title"), Pill("Gold", "amber"), Pill("Referral partner", "accent")):
        first.addWidget(widget)
    first.addStretch(1)
    names.addLayout(first)
    names.addWidget(label("Maya Lindqvist, director · Gothenburg · code HARBOR10", "soft"))
    names.setSpacing(theme.px(2))
    head.addSpacing(theme.px(4))
    head.addLayout(names, 1)
    for text in ("Call", "E-mail", "Statement", "Kit"):
        head.addWidget(button(text))
    layout.addLayout(head)
    layout.addWidget(Hairline())
    facts = QHBoxLayout()
    for caption, lines in (
        ("REACH", ["maya@harbor-it.example", "+46 31 555 01 22 · prefers mornings", "Lindholmspiren 7, Göteborg"]),
        ("TERMS · v3, since 1 Mar 2026", ["10% of first-year sales", "then 5% for 12 months", "paid monthly"]),
        ("NEXT", ["!Today: quarterly check-in call", "Every 30 days · last contact 31 Oct", "Onboarding 5 of 5"]),
    ):
        column = FactColumn(caption)
        column.show_facts([Fact(t.lstrip("!"), "red" if t[0] == "!" else "", t[0] == "!") for t in lines])
        facts.addWidget(column, 1)
    layout.addLayout(facts)
    layout.addWidget(Hairline())
    figures = QHBoxLayout()
    for value, caption, remark, tone in (
        ("12", "referrals in", "", ""),
        ("5", "won", "42%", ""),
        ("€42,100.00", "sales brought", "", ""),
        ("€380.00", "owed · €3,830.00 paid", "", "accent"),
    ):
        figure = KeyFigure(caption)
        figure.show_figure(value, remark=remark, tone=tone)
        figures.addWidget(figure, 1)
    layout.addLayout(figures)
    return face


class FakePartners(Page):
    """The partners page as it is drawn in the design, without data behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._list())
        right = QVBoxLayout()
        right.setContentsMargins(theme.px(26), theme.px(7), theme.px(26), theme.px(10))
        right.setSpacing(theme.px(14))
        stack = CardStack(card_face())
        stack.set_tab("H")
        right.addWidget(stack)
        tabs = Tabs("Partner")
        tabs.add("timeline", "Timeline", self._timeline)
        for text in ("Referrals 12", "Commissions", "Terms", "People 3", "Kit", "Changes"):
            tabs.add(text, text, QWidget)
        right.addWidget(tabs, 1)
        layout.addLayout(right, 1)

    def _list(self) -> QWidget:
        panel = QWidget()
        panel.setFixedWidth(theme.px(330))
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        chips = Chips("Filters")
        found = (("Active", "318"), ("Prospects", "41"), ("Going quiet", "9"), ("Owed", "23"))
        chips.set_chips([Chip(text[0], text, count) for text, count in found])
        chips.add_button(ChipButton("", "+ Filter"))
        chips.set_current("A")
        chips.layout().setContentsMargins(theme.px(10), theme.px(9), theme.px(10), theme.px(9))
        layout.addWidget(chips)
        layout.addWidget(Hairline())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.model = RecordModel([Column("Name", lambda p: present(p).spoken)])
        self.model.set_rows(PARTNERS)
        self.view = RecordList(present, "Partners")
        self.view.setModel(self.model)
        row.addWidget(self.view, 1)
        edge = AZEdge()
        edge.set_present(set(string.ascii_uppercase) - set("QXY"))
        edge.set_current("H")
        row.addWidget(edge)
        layout.addLayout(row, 1)
        return panel

    def _timeline(self) -> QWidget:
        view = QWidget()
        layout = QVBoxLayout(view)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        line = LogLine()
        line.set_partner("Harbor IT")
        layout.addWidget(line)
        timeline = Timeline("Timeline")
        long = "Q3 numbers went well; asks for new landing-page copy for the spring offer. Promised by Friday."
        timeline.show_entries(
            [
                Entry("31 Oct", "Call", long + " <b>not bold</b> & all"),
                Entry("28 Oct", "Referral", "Brandt Logistik AB → won, sale €3,800.00", "+ €380.00"),
                Entry("1 Oct", "Payout", "September statement S-2026-0147 sent by e-mail", "€510.00"),
                Entry("22 Sep", "E-mail", "Sent partner kit “Autumn 2026” (PDF, 6 pages)"),
            ]
        )
        layout.addWidget(timeline, 1)
        return view

    def refresh(self) -> None:
        self.view.go_to(2)


class Bits(Page):
    """Everything that the partners page does not show."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
        layout.addWidget(label("Good morning", "title"))
        panel = Panel("Follow-ups", "7 due · 12 this week")
        row = QHBoxLayout()
        for text, kind in (
            ("Plain", ""),
            ("Primary", "primary"),
            ("Small", "small"),
            ("Link", "link"),
            ("Del", "danger"),
        ):
            row.addWidget(button(text, kind=kind))
        off = button("Disabled")
        off.setEnabled(False)
        row.addWidget(off)
        for text, tone in (("Gold", "amber"), ("Overdue", "red"), ("Active", "accent"), ("Paused", "plain")):
            row.addWidget(Pill(text, tone))
        row.addStretch(1)
        panel.body.addLayout(row)
        layout.addWidget(panel)
        from ui.table.view import RecordTable

        columns = [
            Column("Name", lambda p: p.name, stretch=True, bold=True, sort="name"),
            Column("What", lambda p: p.detail, 240, tone=lambda p: "soft"),
            Column("Owed", lambda p: p.amount, 110, right=True, sort="owed"),
        ]
        model = RecordModel(columns, self)
        model.set_rows(PARTNERS)
        self.table = RecordTable(model, "Partners", self)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            EmptyPlace(
                "No kit yet", "A kit is the folder a new partner gets.", [button("Make the first kit", kind="primary")]
            )
        )

    def refresh(self) -> None:
        self.table.selectRow(1)
        self.table.show_order("name", False)


def nothing(_window: Any) -> None:
    """Stands for a command."""


def main(folder: Path) -> None:
    """Write the pictures into ``folder``."""
    app = QApplication([])
    theme.install(app, "light")
    for _font in theme.register_more_fonts():
        pass
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        desk = Desk(Store.open(Path(place) / "Book.partnerbook", create=True))
        specs = [
            PageSpec("today", "Today", Bits),
            PageSpec("partners", "Partners", FakePartners),
            *(PageSpec(name.lower(), name, Bits) for name in ("Referrals", "Commissions", "Kits", "Reports")),
            PageSpec("settings", "Settings", Bits, at_foot=True),
        ]
        window = Window(desk, specs, [Command("referral.log", "Log referral", nothing, ("Ctrl+R",))])
        window.resize(1280, 800)
        window._rail.set_count("partners", "412")
        window._rail.set_count("today", "7", alert=True)
        window._status_bar.show_count("412 partners")
        window._status_bar.show_saved("Saved · backup today 08:14")
        window._status_bar.show_alert("3 follow-ups overdue")
        window.commands["undo"].setEnabled(True)
        window.show()
        for look in ("light", "dark"):
            theme.choose(look)  # type: ignore[arg-type]
            for page in ("partners", "today"):
                window.go(page)
                if page == "today":
                    window.toast.say("Undone: Log call with Halvorsen & Lie <AS>", "Redo", print)
                app.processEvents()
                window.grab().save(str(folder / f"{page}-{look}.png"))
                window.toast.hide()
        window.show_shortcuts()
        app.processEvents()
        for dialog in app.topLevelWidgets():
            if dialog is not window and dialog.isVisible():
                dialog.grab().save(str(folder / "shortcuts.png"))
                dialog.close()
        desk.close()
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
