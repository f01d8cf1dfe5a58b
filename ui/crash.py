"""What happens when the program itself is at fault: a report is saved and shown, nothing is swallowed.

A report names the kind of error and the places in the program it went through, never values or messages: those may
hold what people typed.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QApplication

import app as program
from app import clock


def report_of(error: BaseException) -> str:
    """The report: versions, kinds of error, places."""
    import platform
    import traceback

    lines = [
        f"Partnerbook {program.__version__} · Python {platform.python_version()} · Qt {qVersion()}",
        platform.platform(terse=True),
        clock.now().isoformat(timespec="seconds"),
    ]
    shown: BaseException | None = error
    while shown is not None:
        lines.append(f"{type(shown).__module__}.{type(shown).__name__}")
        for frame in traceback.extract_tb(shown.__traceback__):
            path = Path(frame.filename)
            lines.append(f"  {'/'.join(path.parts[-3:])}:{frame.lineno} in {frame.name}")
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    return "\n".join(lines) + "\n"


class CrashReporter(QObject):
    """Catches what no one else did, on any thread, and tells the person on the GUI thread."""

    _caught = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        """Where reports are kept: beside the book."""
        self._message: QObject | None = None
        self._faults: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._told_before: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._told_before = qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Catch nothing any more, and let the folder go."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._told_before)
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def catch_faults(self) -> None:
        """Let a fault of the interpreter leave its traces in a file as well."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._faults = (self.folder / "faults.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(1)
            return
        error.__traceback__ = trace
        self._caught.emit(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught.emit(args.exc_value)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg):
            sys.stderr.write(f"Qt: {message}\n")
        if self._told_before is not None:
            self._told_before(kind, context, message)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        report = report_of(error)
        saved_at = self._save(report)
        sys.stderr.write(report)
        if self._message is None:
            from ui.widgets.messages import CrashMessage

            self._message = message = CrashMessage(report, saved_at, QApplication.activeWindow())
            message.finished.connect(self._on_closed)
            message.open()

    def _on_closed(self) -> None:
        self._message = None

    def _save(self, report: str) -> str:
        """Where the report was saved; an empty text when it could not be."""
        name = f"report {clock.now().strftime('%Y-%m-%d %H%M%S')}.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / name).write_text(report, encoding="utf-8")
        except OSError:
            return ""
        return str(self.folder / name)
