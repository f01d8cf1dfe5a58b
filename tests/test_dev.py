"""dev.py: what it makes, what it notices, and what it says when it cannot go on."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev

LOCK = "# holds nothing\n"
on_posix = pytest.mark.skipif(os.name == "nt", reason="uses shell scripts in place of system commands")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose environment was made from an empty lock; tests take copies of their own."""
    root = tmp_path_factory.mktemp("checkout")
    for name in dev.LOCKS.values():
        (root / name).write_text(LOCK)
    dev.Environment(root).prepare("run")
    return root


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, for system commands that write down how they were called."""
    folder = tmp_path / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _put(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_an_old_python_can_read_the_file_and_is_told_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(Path(dev.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))
    monkeypatch.setattr(sys, "version_info", (3, 8, 2, "final", 0))
    assert dev.main(["run"]) == 1
    assert "needs Python 3.11 or newer, and this is 3.8.2" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["dance"], 2), (["--help"], 0)])
def test_usage_is_shown(arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == status
    shown = capsys.readouterr()
    assert "dev.py run -- ARGS" in (shown.err if status else shown.out)


@pytest.mark.parametrize(
    ("line", "window"),
    [
        ("", True),
        ("--demo", True),
        ("--file my.partnerbook", True),
        ("--file=my.partnerbook --demo", True),
        ("--file my.partnerbook search anna", False),
        ("--file=my.partnerbook check --json", False),
        ("due", False),
        ("--version", False),
        ("--help", False),
        ("--file", True),
    ],
)
def test_a_command_is_told_from_a_wish_for_the_window(line: str, window: bool) -> None:
    assert dev.opens_a_window(line.split()) is window


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display on this system")
def test_without_a_display_it_says_what_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert dev.main(["run"]) == 1
    assert dev.NO_DISPLAY in capsys.readouterr().err


def test_the_environment_is_made_once(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment = dev.Environment(made)
    assert environment.is_ready("run")
    assert environment.python.exists()
    capsys.readouterr()
    environment.prepare("run")
    assert capsys.readouterr().err == ""


def test_running_is_not_enough_for_testing_but_testing_is_for_running(made: Path, tmp_path: Path) -> None:
    environment = _copy(made, tmp_path)
    assert not environment.is_ready("test")
    environment.prepare("test")
    assert environment.is_ready("test")
    assert environment.is_ready("run")


def test_a_changed_lock_is_installed(made: Path, tmp_path: Path) -> None:
    environment = _copy(made, tmp_path)
    (environment.root / dev.LOCKS["run"]).write_text(LOCK + "# and that newly\n")
    assert not environment.is_ready("run")
    environment.prepare("run")
    assert environment.is_ready("run")


@pytest.mark.parametrize("damage", ["interrupted", "python gone", "base gone", "another python", "a file"])
def test_an_environment_that_cannot_be_trusted_is_noticed(damage: str, made: Path, tmp_path: Path) -> None:
    environment = _copy(made, tmp_path)
    stamp = environment.folder / "partnerbook.json"
    if damage == "interrupted":
        (environment.folder / "partnerbook.unfinished").touch()
    elif damage == "python gone":
        environment.python.unlink()
    elif damage == "base gone":
        settings = environment.folder / "pyvenv.cfg"
        settings.write_text(re.sub(r"home = .*", f"home = {tmp_path / 'gone'}", settings.read_text()))
    elif damage == "another python":
        stamp.write_text(stamp.read_text().replace(str(sys.implementation.cache_tag), "cpython-310"))
    else:
        shutil.rmtree(environment.folder)
        environment.folder.touch()
    assert not environment.is_ready("run")
    assert not environment.can_be_built_upon()


def test_an_environment_that_was_moved_is_noticed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "moved", symlinks=True)
    environment = dev.Environment(tmp_path / "moved")
    assert not environment.is_ready("run")
    assert not environment.can_be_built_upon()


def test_an_environment_that_cannot_be_trusted_is_made_anew(made: Path, tmp_path: Path) -> None:
    environment = _copy(made, tmp_path)
    relic = environment.folder / "relic"
    relic.touch()
    (environment.folder / "partnerbook.unfinished").touch()
    environment.prepare("run")
    assert environment.is_ready("run")
    assert not relic.exists()


def test_an_environment_made_by_hand_is_kept(made: Path, tmp_path: Path) -> None:
    environment = _copy(made, tmp_path)
    (environment.folder / "partnerbook.json").unlink()
    relic = environment.folder / "relic"
    relic.touch()
    environment.prepare("run")
    assert environment.is_ready("run")
    assert relic.exists()


def test_a_failed_installation_is_told_and_not_trusted(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = _copy(made, tmp_path)
    (environment.root / dev.LOCKS["run"]).write_text("segno==1.6.6\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(dev.Trouble, match="could not be installed"):
        environment.prepare("run")
    assert not environment.is_ready("run")


def _copy(made: Path, tmp_path: Path) -> dev.Environment:
    """The same checkout elsewhere, as if it had been made there."""
    root = tmp_path / "copy"
    shutil.copytree(made, root, symlinks=True)
    stamp = root / ".venv" / "partnerbook.json"
    told = json.loads(stamp.read_text())
    told["made_for"][2] = str(root / ".venv")
    stamp.write_text(json.dumps(told))
    return dev.Environment(root)


@on_posix
def test_root_installs_missing_libraries_under_the_names_of_the_release(
    commands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = commands / "calls"
    _put(commands, "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> {calls}')
    _put(commands, "apt-cache", "echo libold0; echo libnew0t64; echo libnew0")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(dev.Trouble, match="still missing: libnew-not-here"):
        dev.demand_qt_libraries(
            {"libnew-not-here.so.0": "libnew0t64 libnew0", "libold-not-here.so.0": "libold0t64 libold0"}
        )
    update, install = calls.read_text().splitlines()
    assert update.startswith("noninteractive ")
    assert update.endswith(" update")
    assert install.endswith(" libnew0t64 libold0")


@on_posix
def test_others_are_told_the_command_and_nothing_is_run(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(commands, "apt-get", "exit 9")
    _put(commands, "apt-cache", "true")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Trouble) as trouble:
        dev.demand_qt_libraries({"libnothere.so.0": "libnothere0t64 libnothere0"})
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends libnothere0" in str(trouble.value)


@on_posix
def test_on_fedora_the_command_names_the_files(commands: Path) -> None:
    _put(commands, "dnf", "exit 9")
    with pytest.raises(dev.Trouble, match=r"sudo dnf install 'libnothere\.so\.0\(\)\(64bit\)'"):
        dev.demand_qt_libraries({"libnothere.so.0": "libnothere0"})


@pytest.mark.parametrize(
    ("line", "shared"),
    [("", True), ("tests/exchange -q", True), ("-n0", False), ("-k x --pdb", False), ("-m benchmark", False)],
)
def test_tests_share_the_processors_unless_told_otherwise(
    line: str, shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert ("4" in dev._side_by_side(line.split())) is shared


@pytest.mark.parametrize("kind", dev.LOCKS)
def test_locks_hold_hashes_and_no_address(kind: str) -> None:
    text = (dev.ROOT / dev.LOCKS[kind]).read_text()
    assert "PySide6==6.11.3".lower() in text
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links| @ ", text)
    for requirement in re.split(r"\n(?=\w)", text):
        assert requirement.startswith("#") or "--hash=sha256:" in requirement


def test_the_lock_for_tests_holds_the_very_versions_that_are_run() -> None:
    pins = {
        kind: set(re.findall(r"^\S+==\S+", (dev.ROOT / name).read_text(), re.M)) for kind, name in dev.LOCKS.items()
    }
    assert pins["run"] < pins["test"]


def test_the_program_is_handed_arguments_and_status(made: Path, tmp_path: Path) -> None:
    """In a checkout of its own, so that the real dev.py runs a program that only echoes."""
    root = _copy(made, tmp_path).root
    shutil.copy(dev.__file__, root)
    (root / "main.py").write_text("import sys; print(sys.argv[1:]); sys.exit(7)")
    command = [sys.executable, "dev.py", "run", "--", "--file", "b", "search", "a & b"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (7, "['--file', 'b', 'search', 'a & b']")
    assert done.stderr == ""
