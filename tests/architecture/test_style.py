"""House rules that no linter knows."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT, Module, inside, modules

LONGEST_FILE = 450
LONGEST_FUNCTION = 60
HISTORY = "app.persistence.migrations.versions"
"""Each migration is a record of one moment; it is as long as the change was, and is never tidied."""

UNFINISHED = re.compile(r"\b(TODO|FIXME)\b")
OF_ONE_MACHINE = re.compile(r"""(?<![\w.$}{*])/(work|tmp|home|root|Users|opt|mnt)/[\w.-]|[A-Z]:\\\\?(Users|Temp)\b""")
TEXT = {".py", ".toml", ".md", ".cfg", ".ini", ".mako", ".json", ".qss", ".svg", ".txt", ".lock", ".yml", ""}


def _product() -> list[Module]:
    return [module for name, module in modules().items() if not name.startswith(("tests", HISTORY))]


def _functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_files_stay_short_enough_to_be_read_at_once() -> None:
    long = {str(module): lines for module in _product() if (lines := module.text.count("\n")) > LONGEST_FILE}
    assert not long


def test_functions_stay_short_enough_to_be_seen_at_once() -> None:
    long = [
        f"{module}:{function.lineno} {function.name}: {lines} lines"
        for module in _product()
        for function in _functions(module.tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(module) for module in modules().values() if module.tree.body and not ast.get_docstring(module.tree)]
    assert not silent


def test_public_functions_of_the_core_say_what_they_mean() -> None:
    """A function of one statement may speak for itself, and so may a short method of a class that says what it is."""
    silent = [
        f"{module}:{function.lineno} {function.name}"
        for module in inside("app")
        if not module.name.startswith(HISTORY)
        for function, statements in _public_functions(module.tree)
        if len(function.body) > statements and not ast.get_docstring(function)
    ]
    assert not silent


def _public_functions(tree: ast.Module) -> list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Functions and methods with public names, each with the number of statements that need no words."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    places = [(tree.body, 1), *((each.body, 4 if ast.get_docstring(each) else 1) for each in classes)]
    return [
        (node, statements)
        for body, statements in places
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


@pytest.fixture(scope="module")
def written_texts() -> dict[str, str]:
    """Every text file under version control, or about to be, by its path."""
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("there is no git, or this is not a checkout: no list of the project's files")
    command = [git, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in paths
        if path.suffix in TEXT and path.is_file() and "tests/data/" not in path.as_posix()
    }


def _lines_that_match(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    own = "tests/architecture/test_style.py"
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts.items()
        if path != own
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_for_later(written_texts: dict[str, str]) -> None:
    assert not _lines_that_match(UNFINISHED, written_texts)


def test_no_file_knows_the_machine_it_was_written_on(written_texts: dict[str, str]) -> None:
    assert not _lines_that_match(OF_ONE_MACHINE, written_texts)
