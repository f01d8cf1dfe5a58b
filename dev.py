#!/usr/bin/env python3
"""Starts, tests and checks Partnerbook from a checkout; needs only Python 3.11 or newer and the network.

    python3 dev.py run                    open the program
    python3 dev.py run -- ARGS            the same with arguments; a command such as "search" needs no window
    python3 dev.py test [PYTEST ARGS]     run the tests, without a display
    python3 dev.py test --screen [...]    run them on the real screen, one after the other
    python3 dev.py shots DIR [OPTIONS]    draw every page, dialog and document into DIR (--help: sizes, looks, books)
    python3 dev.py lint                   check style and types
    python3 dev.py lock [UV ARGS]         write the lock files anew from pyproject.toml (--upgrade for newer versions)

The first time it makes .venv beside this file from the versions and hashes in the lock files. Later starts find it
ready. Remove .venv to begin again.
"""

# Kept readable for Python 3.8, so that an old Python gets a sentence and not a syntax error.
from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator, NoReturn, Sequence

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
"""What to install for running, and for everything else. The second holds the first."""

OPTIONS_WITH_VALUE = ("--file",)
"""Options of main.py that stand before the command and are followed by a value."""

# A library that Qt loads, and the Debian packages that may hold it: newest name first, as t64 names came in 2024.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0t64 libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libcups.so.2": "libcups2t64 libcups2",
}
X_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
for _name in "cursor0 icccm4 image0 keysyms1 randr0 render0 render-util0 shape0 shm0 sync1 util1 xfixes0 xkb1".split():
    X_LIBRARIES[f"libxcb-{_name[:-1]}.so.{_name[-1]}"] = f"libxcb-{_name}"

NO_DISPLAY = """\
There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
Without a window the commands work, for example
    python3 dev.py run -- --file my.partnerbook new --sample
    python3 dev.py run -- --file my.partnerbook search TEXT
    python3 dev.py run -- --help          (all of them: import, export, due, report, payout, backup, check ...)
and so do
    python3 dev.py test
    python3 dev.py shots DIR"""


class Trouble(Exception):  # noqa: N818 - a sentence for a person, not a fault of the program
    """Something that the person at the keyboard has to put right; the text says how."""


def say(text: str) -> None:
    """Tell what is being done, on standard error: standard output belongs to the program that is run."""
    print(text, file=sys.stderr, flush=True)


class Environment:
    """The folder ``.venv`` in ``root``, and what is known to be in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self._stamp = self.folder / "partnerbook.json"
        self._unfinished = self.folder / "partnerbook.unfinished"
        # Another Python, another system on the same disk or another place make what is there useless.
        self._made_for = [sys.implementation.cache_tag, sys.platform, str(self.folder)]

    def prepare(self, kind: str) -> None:
        """Have everything for ``kind`` ("run" or "test") installed; does nothing when it is."""
        if self.is_ready(kind):
            return
        with _one_at_a_time():
            if self.is_ready(kind):
                return
            if not self.can_be_built_upon():
                self._make()
            self._install(kind)

    def is_ready(self, kind: str) -> bool:
        """Whether all that ``kind`` needs was installed to the end, from the lock file as it is now."""
        stamp = self._read_stamp()
        return (
            not self._unfinished.exists()
            and stamp.get("made_for") == self._made_for
            and stamp.get("holds", {}).get(kind) == self._hash_of_lock(kind)
            and self._has_python()
        )

    def _read_stamp(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _hash_of_lock(self, kind: str) -> str:
        return hashlib.sha256((self.root / LOCKS[kind]).read_bytes()).hexdigest()

    def _has_python(self) -> bool:
        """Whether the interpreter is there, and the one that it leans on: an upgrade may have removed that."""
        try:
            settings = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
        except OSError:
            return False
        homes = [line.partition("=")[2].strip() for line in settings.splitlines() if line.startswith("home")]
        return self.python.exists() and bool(homes) and Path(homes[0]).is_dir()

    def can_be_built_upon(self) -> bool:
        """Whether what stands in the folder is whole: ours and finished, or made by hand and working."""
        if self._unfinished.exists() or not self._has_python():
            return False
        stamp = self._read_stamp()
        if stamp:
            return bool(stamp.get("made_for") == self._made_for)
        probe = "import sys, pip; print(sys.implementation.cache_tag, end='')"
        answer = subprocess.run([str(self.python), "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return answer.stdout.decode() == sys.implementation.cache_tag

    def _make(self) -> None:
        _demand_venv_module()
        name = ".".join(map(str, sys.version_info[:3]))
        if self.folder.exists():
            say(f"{self.folder} is unfinished or no longer fits this Python: making it anew with Python {name}.")
            _remove(self.folder)
        else:
            say(f"Making {self.folder} with Python {name}.")
        self.folder.mkdir()
        self._unfinished.touch()
        _do([sys.executable, "-m", "venv", str(self.folder)], "The virtual environment could not be made.")

    def _install(self, kind: str) -> None:
        lock = self.root / LOCKS[kind]
        count = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
        say(f"Installing {count} packages from {lock.name}. About 330 MB are fetched the first time.")
        self._unfinished.touch()
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        pip += [] if sys.stderr.isatty() else ["--quiet"]
        _do(
            [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
            "The packages could not be installed. There are builds for Python 3.11 to 3.13 on Linux (glibc 2.34 or\n"
            "newer), macOS and Windows. If the network was at fault, run the same command again.",
            PIP_USER="0",
        )
        holds = {each: self._hash_of_lock(each) for each in ((kind,) if kind == "run" else LOCKS)}
        self._stamp.write_text(json.dumps({"made_for": self._made_for, "holds": holds}), encoding="utf-8")
        self._unfinished.unlink()
        say("Installed.")


def _remove(folder: Path) -> None:
    try:
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        else:
            folder.unlink()
    except OSError as error:
        raise Trouble(
            f"{folder} could not be removed ({error.strerror}). Close Partnerbook, then try again."
        ) from error


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait while another dev.py of this checkout installs. The lock is on this very file, so nothing is left behind."""
    with Path(__file__).open("rb") as here:
        waiting = False
        while not _locks(here.fileno()):
            if not waiting:
                say("Another dev.py is installing; waiting for it.")
            waiting = True
            time.sleep(0.5)
        yield


def _locks(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 1 << 30, os.SEEK_SET)  # far behind the end: a locked byte cannot be read by others
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _do(command: Sequence[str], otherwise: str, **variables: str) -> None:
    """Carry out a step of the installation; raise ``otherwise`` when it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env={**_environment(), **variables}, check=False
    )
    if done.returncode:
        raise Trouble(f"{otherwise}\n(It was: {' '.join(command)})")


def _environment() -> dict[str, str]:
    """The variables for child processes, less those that would lead the new Python to another one's packages."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}


def _demand_venv_module() -> None:
    """Debian keeps the making of virtual environments in a package of its own."""
    from importlib.util import find_spec

    if find_spec("venv") and find_spec("ensurepip"):
        return
    why = (
        f"This Python ({sys.executable}) cannot make virtual environments: its modules venv and ensurepip are missing."
    )
    if not shutil.which("apt-get"):
        raise Trouble(f"{why} Install them with your system's packages, or use the Python from python.org.")
    _apt_install(["python{}.{}-venv python3-venv".format(*sys.version_info)], why)


def demand_qt_libraries(libraries: dict[str, str]) -> None:
    """On Linux, have the system libraries that Qt loads: as root on Debian or Ubuntu install them, else say how."""
    missing = [name for name in libraries if not _loads(name)]
    if not missing:
        return
    why = f"Qt needs system libraries that are missing here: {', '.join(missing)}."
    if shutil.which("apt-get"):
        _apt_install([libraries[name] for name in missing], why)
        missing = [name for name in missing if not _loads(name)]
        if missing:
            raise Trouble(f"These libraries are still missing: {', '.join(missing)}.")
        return
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            wanted = " ".join(f"'{name}()(64bit)'" for name in missing)
            raise Trouble(f"{why} Install them with:\n    sudo {tool} install {wanted}")
    raise Trouble(f"{why} Install the packages of your system that hold them.")


def _loads(library: str) -> bool:
    from ctypes import CDLL

    try:
        CDLL(library)
    except OSError:
        return False
    return True


def _apt_install(wanted: Sequence[str], why: str) -> None:
    """Install packages, each given as the names that it has in different releases, best first."""
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    if not _is_root():
        names = " ".join(_names_here(wanted))
        raise Trouble(f"{why} Install them with:\n    sudo apt-get update && sudo {' '.join(install)} {names}")
    say(f"{why} Installing them.")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    patient = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    _do(["apt-get", *patient, "update"], "The lists of packages could not be fetched.", **quiet)
    _do([*install, *patient, *_names_here(wanted)], "The packages could not be installed.", **quiet)


def _names_here(wanted: Sequence[str]) -> list[str]:
    """Of each package's names the first that this release has; the last where none is listed yet."""
    listed = subprocess.run(["apt-cache", "pkgnames"], stdout=subprocess.PIPE, check=False).stdout.decode().split()
    known = set(listed)
    return [next((name for name in names.split() if name in known), names.split()[-1]) for names in wanted]


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def qt_libraries(screen: bool) -> dict[str, str]:
    """The system libraries that Qt loads here, with or without a window on the display; none where it brings them."""
    if sys.platform in ("win32", "darwin"):
        return {}
    platform = os.environ.get("QT_QPA_PLATFORM") or ("xcb" if os.environ.get("DISPLAY") else "wayland")
    return {**QT_LIBRARIES, **X_LIBRARIES} if screen and "xcb" in platform else QT_LIBRARIES


def has_display() -> bool:
    """Whether a window can be expected to appear somewhere."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in names)


def opens_a_window(arguments: Sequence[str]) -> bool:
    """Whether main.py opens the window with these arguments: it does without a command, help or version."""
    rest = iter(arguments)
    for word in rest:
        if word in OPTIONS_WITH_VALUE:
            next(rest, None)
        elif word in ("-h", "--help", "--version") or not word.startswith("-"):
            return False
    return True


def hand_over(arguments: Sequence[str], **variables: str) -> NoReturn:
    """Become the environment's Python with these arguments: signals and the exit status are then the program's own."""
    command = [str(Environment(ROOT).python), *arguments]
    environment = {**_environment(), **variables}
    if sys.platform == "win32":
        child = subprocess.Popen(command, env=environment)
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:  # the child got it too, and decides
                continue
    else:
        os.execve(command[0], command, environment)


def run(arguments: Sequence[str]) -> None:
    """Start the program; with a command it needs neither a display nor Qt's libraries."""
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    windowed = opens_a_window(arguments)
    if windowed and not has_display():
        raise Trouble(NO_DISPLAY)
    Environment(ROOT).prepare("run")
    if windowed:
        demand_qt_libraries(qt_libraries(screen=True))
    hand_over([str(ROOT / "main.py"), *arguments])


def test(arguments: Sequence[str]) -> None:
    """Run the tests: beside each other without a display, or one by one on the real screen."""
    screen = "--screen" in arguments
    if screen and not has_display():
        raise Trouble("There is no display to test on. On Linux, xvfb-run -a python3 dev.py test --screen makes one.")
    Environment(ROOT).prepare("test")
    demand_qt_libraries(qt_libraries(screen))
    os.chdir(ROOT)
    platform = {} if screen else {"QT_QPA_PLATFORM": "offscreen"}
    hand_over(["-m", "pytest", *_side_by_side(arguments), *arguments], **platform)


def _side_by_side(arguments: Sequence[str]) -> list[str]:
    """Share the tests out to the processors, unless the arguments say how or want to talk to one test."""
    alone = ("--screen", "-n", "--numprocesses", "-s", "--capture=no", "--pdb", "--trace")
    said = "benchmark" in arguments or any(word.startswith(alone) for word in arguments)
    processors = min(os.cpu_count() or 1, 8)
    return [] if said or processors == 1 else ["-n", str(processors), "--dist", "worksteal"]


def shots(arguments: Sequence[str]) -> None:
    """Draw every page, dialog and document into a folder."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        raise Trouble("Name the folder for the pictures: python3 dev.py shots DIR")
    folder = arguments[0] if arguments[0].startswith("-") else str(Path(arguments[0]).absolute())
    Environment(ROOT).prepare("test")
    demand_qt_libraries(qt_libraries(screen=False))
    os.chdir(ROOT)
    hand_over(["-m", "tests.shots", folder, *arguments[1:]], QT_QPA_PLATFORM="offscreen")


def lint(arguments: Sequence[str]) -> None:
    """Check style and types; both are run, and either may fail."""
    environment = Environment(ROOT)
    environment.prepare("test")
    os.chdir(ROOT)
    statuses = []
    for tool in (["ruff", "check", *arguments], ["mypy"]):
        say(" ".join(tool))
        done = subprocess.run([str(environment.python), "-m", *tool], env=_environment(), check=False)
        statuses.append(done.returncode)
    sys.exit(max(statuses))


def lock(arguments: Sequence[str]) -> None:
    """Write both lock files from pyproject.toml: every system, every Python that is supported, with hashes."""
    environment = Environment(ROOT)
    environment.prepare("test")
    os.chdir(ROOT)
    words = "-m uv pip compile pyproject.toml -q --system-certs --universal --generate-hashes --no-annotate".split()
    words += ["--python-version", ".".join(map(str, OLDEST_PYTHON))]
    words += ["--custom-compile-command", "python3 dev.py lock", *arguments]
    for kind, more in (("run", []), ("test", ["--group", "test", "-c", LOCKS["run"]])):
        say(f"Writing {LOCKS[kind]}.")
        _do([str(environment.python), *words, *more, "-o", LOCKS[kind]], "The lock could not be written.")


COMMANDS = {"run": run, "test": test, "shots": shots, "lint": lint, "lock": lock}


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; the exit status is 1 after a trouble and 2 for a wrong usage."""
    if sys.version_info < OLDEST_PYTHON:
        wanted, here = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, sys.version_info[:3]))
        say(f"Partnerbook needs Python {wanted} or newer, and this is {here} ({sys.executable}).")
        say("Start dev.py with a newer one, for example: python3.12 dev.py run")
        return 1
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(__doc__)
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        say(__doc__)
        return 2
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The same command starts over where that is needed.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
