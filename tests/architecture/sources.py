"""The project's own modules, read but not run: what each one imports, and when."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "ui", "resources", "tests")


@dataclass(frozen=True)
class Module:
    """One source file under its dotted name; a package goes by the name of its folder."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, Module]:
    """All modules of the project by their dotted name."""
    paths = [ROOT / "main.py", ROOT / "dev.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    found = [_read(path) for path in sorted(paths) if path.exists()]
    return {module.name: module for module in found}


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text))


def inside(room: str) -> list[Module]:
    """The modules of a room, given as a dotted name."""
    return [module for name, module in modules().items() if is_within(name, room)]


def is_within(name: str, room: str) -> bool:
    """Whether a dotted name is the room itself or lies in it."""
    return name == room or name.startswith(room + ".")


def imports(module: Module) -> set[str]:
    """Every module that this one names in an import anywhere, in functions and for types too."""
    return {name for node in ast.walk(module.tree) for name in _named(node)}


def imports_on_loading(module: Module) -> set[str]:
    """The modules that are imported as soon as this one is."""
    return {name for node in _run_on_loading(module.tree) for name in _named(node)}


def _run_on_loading(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _run_on_loading(child)


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        return [name if name in modules() else node.module for name in whole]
    return []


def loaded_with(start: str) -> dict[str, str]:
    """Every module that importing ``start`` brings in, ours or not, with the module of ours that asked for it."""
    asked_by = {start: "the start"}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        if current not in modules():
            continue
        packages = [current.rsplit(".", depth)[0] for depth in range(1, current.count(".") + 1)]
        for name in [*packages, *imports_on_loading(modules()[current])]:
            if name not in asked_by:
                asked_by[name] = current
                waiting.append(name)
    return asked_by
