"""Sparing PySide the reading of the program.

With every module that is imported PySide reads its source, to see whether it could ask for ``snake_case`` names
(``from __feature__ import …``). Nobody here does, and SQLAlchemy's sources alone are megabytes: an eighth of its
loading time, and all of it kept in memory.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any


def spare_reading() -> None:
    """From now on no module's source is read. Where PySide goes about it another way, nothing changes."""
    import PySide6.QtCore  # noqa: F401 brings what reads with it

    try:
        feature: Any = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _asks_for_nothing


def _asks_for_nothing(_module: ModuleType) -> bool:
    return False
