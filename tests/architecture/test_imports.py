"""Which room may lean on which, and what must not be loaded before the window stands."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.sources import imports, inside, is_within, loaded_with, modules

MAY_IMPORT = {
    "app.domain": ["app.domain"],
    "app.exchange": ["app.exchange", "app.domain", "app.i18n"],
    "app.formatting": ["app.formatting", "app.domain", "app.i18n"],
    "app.reports": ["app.reports", "app.domain", "app.formatting", "app.i18n", "resources"],
    "app.persistence": ["app.persistence", "app.domain", "app.clock", "app.i18n", "app"],
    "app.queries": [
        *["app.queries", "app.persistence", "app.domain", "app.formatting", "app.clock", "app.i18n"],
        # the indexes that drafts are looked up in
        *["app.exchange.drafts", "app.exchange.matching", "app.exchange.attribution", "app.exchange.deal_decisions"],
        *["app.exchange.keys", "app.exchange.alike"],
    ],
    "app.operations": [
        *["app.operations", "app.queries", "app.persistence", "app.domain", "app.formatting", "app.clock", "app.i18n"],
        # what was read from a file and decided on, as plain values
        *["app.exchange.drafts", "app.exchange.matching", "app.exchange.deal_decisions"],
    ],
    "resources": ["resources"],
}
"""For each room, the parts of the project that it may name; "app" alone is the version, not the whole."""

KNOWS_THE_DATABASE = ["app.persistence", "app.queries", "app.operations", "app.file_export"]
DATABASE = ["sqlalchemy", "alembic", "sqlite3"]
QT = ["PySide6", "shiboken6"]
FEATURES = [
    "today",
    "partners",
    "referrals",
    "commissions",
    "kits",
    "reports",
    "settings",
    "imports",
    "exports",
    "merging",
]
HEAVY = [
    *[
        "PIL",
        "alembic",
        "babel",
        "charset_normalizer",
        "icalendar",
        "openpyxl",
        "phonenumbers",
        "rapidfuzz",
        "reportlab",
    ],
    *["segno", "sepaxml", "stdnum", "text_unidecode", "uharfbuzz", "xmlschema"],
]


def _is_ours(name: str) -> bool:
    return name.split(".")[0] in ("app", "ui", "resources", "tests", "main", "dev")


def _is_any_of(name: str, rooms: list[str]) -> bool:
    return any(is_within(name, room) for room in rooms)


def _allowed(name: str, rooms: list[str]) -> bool:
    return any(name == room if room == "app" else is_within(name, room) for room in rooms)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_names_only_the_rooms_it_may(room: str) -> None:
    wrong = [
        f"{module} imports {name}"
        for module in inside(room)
        for name in sorted(imports(module))
        if _is_ours(name) and not _allowed(name, MAY_IMPORT[room])
    ]
    assert not wrong


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    known = {*sys.stdlib_module_names, "app", "dateutil"}
    wrong = [
        f"{module} imports {name}"
        for module in inside("app.domain")
        for name in sorted(imports(module))
        if name.split(".")[0] not in known
    ]
    assert not wrong


def test_the_database_is_known_in_three_rooms_only() -> None:
    """The command line and the settings tell SQLite's version, so they may name that one."""
    wrong = [
        f"{module} imports {name}"
        for module in [*inside("app"), *inside("ui")]
        if not _is_any_of(module.name, KNOWS_THE_DATABASE)
        for name in sorted(imports(module))
        if _is_any_of(name, DATABASE)
        and not (_is_any_of(module.name, ["app.cli", "ui.settings"]) and name == "sqlite3")
    ]
    assert not wrong


def test_the_window_goes_through_operations_and_queries() -> None:
    wrong = [
        f"{module} imports {name}"
        for module in inside("ui")
        for name in sorted(imports(module))
        if _is_any_of(name, ["app.persistence", "app.cli", "tests"])
    ]
    assert not wrong


def test_nothing_without_a_window_knows_of_one() -> None:
    wrong = [
        f"{module} imports {name}"
        for module in [*inside("app"), *inside("resources")]
        for name in sorted(imports(module))
        if _is_any_of(name, [*QT, "ui", "tests"])
    ]
    assert not wrong


def test_features_of_the_window_do_not_know_each_other() -> None:
    wrong = [
        f"{module} imports {name}"
        for feature in FEATURES
        for module in inside(f"ui.{feature}")
        for name in sorted(imports(module))
        if _is_any_of(name, [f"ui.{other}" for other in FEATURES if other != feature])
    ]
    assert not wrong


def test_what_features_share_knows_none_of_them() -> None:
    wrong = [
        f"{module} imports {name}"
        for shared in ("widgets", "table", "terms")
        for module in inside(f"ui.{shared}")
        for name in sorted(imports(module))
        if _is_any_of(name, [f"ui.{feature}" for feature in FEATURES])
    ]
    assert not wrong


@pytest.mark.parametrize(("start", "heavy"), [("main", HEAVY), ("ui.__main__", [*HEAVY, "sqlalchemy"])])
def test_heavy_libraries_wait_until_they_are_needed(start: str, heavy: list[str]) -> None:
    if start not in modules():
        pytest.skip(f"there is no {start} yet")
    asked_by = loaded_with(start)
    wrong = [f"{asked_by[name]} imports {name} while it is loaded" for name in asked_by if _is_any_of(name, heavy)]
    assert not wrong
