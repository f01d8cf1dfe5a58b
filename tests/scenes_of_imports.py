"""Scenes of bringing files in, for the pictures of the window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.i18n import _
from app.operations.import_mappings import save
from ui.imports.dialog import ImportDialog
from ui.pages import import_file, show_imports

if TYPE_CHECKING:
    from tests.scenes import Guide

Scene = Callable[["Guide"], None]

WELL_KNOWN = """\
Name;E-Mail;Telefon;Firma;Ort
Maya Lindqvist;maya@harbor-it.example;+46 31 555 01 22;Harbor IT Consulting;Göteborg
Zoë Ortiz;zoe@ortiz.example;+34 91 555 20 20;Ortiz & Hijos;Madrid
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH;info@ddsg.example;;;Wien
;nobody;12;;
"""
STRANGE = "Spalte A;Spalte B;Spalte C\nAnna;17;anna at example\nBert;18;\n"
ORDERS = """\
Order;Created at;Email;Billing Name;Total;Currency;Discount Code;Financial Status
#1001;2026-10-03 10:11:12;ida@ex.example;Ida Berg;1.120,50;EUR;HARBOR10;paid
#1002;2026-10-04 10:11:12;otto@ex.example;Otto Kern;80,00;EUR;HARBOR10;refunded
#1003;2026-10-05 10:11:12;ben@ex.example;Ben Ode;50,00;EUR;HARBUR10;paid
#1004;2026-10-05 10:11:12;eva@ex.example;شركة الأفق للتجارة والاستيراد والتصدير المحدودة;90,00;EUR;SUMMER26;paid
#1005;2026-10-06 10:11:12;eva@ex.example;Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau GmbH;90,00;EUR;HAFEN;paid
#1006;2026-10-06 10:11:12;uma@ex.example;Uma Roy;99,00;EUR;;paid
#1007;2026-10-07 10:11:12;ida@ex.example;Ida Berg;-20,50;EUR;HARBOR10;paid
"""
DEALS = """\
Deal Name,Deal Stage,Amount,Close Date,Referred by
Brown Ltd,Closed Won,"1,200.00",2026-09-03,Harbor IT Consulting
Gray Ltd,Qualified To Buy,900,2026-09-10,Halvorsen Lie
Teal Ltd,Somewhere,900,2026-09-10,Hafen Webdesign
"""


def _import(name: str, text: str, button: str = "", tab: str = "") -> Scene:
    """Look at what importing a file would do, and go on from there."""

    def go(guide: Guide) -> None:
        import_file(guide.window, guide.file(name, text))
        for _turn in range(4):
            guide.wait()
        wizard = guide.window.findChild(ImportDialog)
        assert wizard is not None
        if tab:
            guide.tab(wizard, tab)
        if button:
            guide.press(button, wizard)

    return go


def _imports(guide: Guide) -> None:
    """Bring a file in, unless one was brought in before, and look at what happened to its rows."""
    if not guide.window.desk.now(_runs):
        for name, text in (("people.csv", WELL_KNOWN), ("deals.csv", DEALS)):
            _import(name, text, _("Import"))(guide)
            for _turn in range(8):
                guide.wait()
    show_imports(guide.window)


def _runs(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM import_run").fetchone()[0])


def _imports_undone(guide: Guide) -> None:
    _imports(guide)
    for _turn in range(3):
        guide.wait()
    guide.press(_("Undo this import"))


def _remembered(guide: Guide) -> None:
    """What was remembered of columns, with one that is to be."""
    columns = {"Wer": "customer", "Wann": "date", "Wieviel": "amount", "Bon": "partner_code"}
    guide.window.desk.do("Remember", save, "Our till", "sales", list(columns), columns)
    for _turn in range(3):
        guide.wait()
    show_imports(guide.window)
    for _turn in range(3):
        guide.wait()
    guide.press(_("Remembered columns…"))


IMPORTS: dict[str, Scene] = {
    "imports-remembered": _remembered,
    "imports-none": lambda guide: show_imports(guide.window),
    "imports-undone": _imports_undone,
    "imports": _imports,
    "import": _import("people.csv", WELL_KNOWN),
    "import-problems": _import("people.csv", WELL_KNOWN, tab="problems"),
    "import-columns": _import("people.csv", WELL_KNOWN, _("Columns…")),
    "import-merge": _import("people.csv", WELL_KNOWN, _("Merge into…")),
    "import-strange": _import("strange.csv", STRANGE),
    "import-refused": _import("broken.xlsx", "this is no workbook"),
    "import-questions": _import("orders.csv", ORDERS),
    "import-sales": _import("orders.csv", ORDERS, tab="rows"),
    "import-other": _import("orders.csv", ORDERS, _("Another partner…")),
    "import-referrals": _import("deals.csv", DEALS, tab="rows"),
    "import-deal-columns": _import("deals.csv", DEALS, _("Columns…")),
    "import-sales-problems": _import("orders.csv", ORDERS, tab="problems"),
}
