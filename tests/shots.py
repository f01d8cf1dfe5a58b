"""Pictures of every page and document from the sample book, light and dark: ``python3 dev.py shots DIR``.

For the documentation and for looking. The clock stands still, so that the pictures change only with the program.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QWidget

from app import clock
from app.domain.dates import Period
from app.domain.errors import UserError
from app.persistence.store import Store
from main import open_book
from ui import theme
from ui.pages import FIRST, commands, pages
from ui.program import Program
from ui.window import Window

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
SIZES = ((1280, 800), (1024, 640))
LOOKS = ("light", "dark")
WAIT_MS = 400
PAGE_WIDTH = 900


def main(folder: Path) -> int:
    """Draw everything into ``folder``; returns 0, or 1 when a page or document could not be drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["shots"])
    assert isinstance(app, QApplication)
    theme.install(app)
    with clock.fixed(NOW), tempfile.TemporaryDirectory() as scratch:
        book = _sample(Path(scratch))
        made = [*_documents(book, folder), *_window(book, folder)]
        made += _window(_empty(Path(scratch)), folder, "empty-")
    print(f"{len(made)} pictures in {folder}")
    return 0


def _sample(folder: Path) -> Path:
    from app.operations.sample import fill

    path = folder / "Sample.partnerbook"
    store = Store.open(path, create=True)
    fill(store)
    store.close()
    return path


def _empty(folder: Path) -> Path:
    path = folder / "Empty.partnerbook"
    Store.open(path, create=True).close()
    return path


def _window(book: Path, folder: Path, prefix: str = "") -> Iterator[Path]:
    program = Program(open_book, pages, FIRST, commands())
    program.open(book, create=False)
    window = program.window
    assert window is not None
    _wait(5 * WAIT_MS)
    for size in SIZES:
        window.resize(QSize(*size))
        for look in LOOKS:
            theme.choose(look)
            yield from _pages(window, folder, f"{prefix}{{}}-{look}-{size[0]}")
    theme.choose("light")
    window.close()


def _pages(window: Window, folder: Path, name: str) -> Iterator[Path]:
    for spec in pages():
        window.go(spec.key)
        _wait(WAIT_MS)
        yield _grabbed(window, folder / f"{name.format(spec.key)}.png")


def _wait(milliseconds: int) -> None:
    """Let the window live a while, its worker threads' answers included."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _grabbed(widget: QWidget, path: Path) -> Path:
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} could not be written")
    return path


def _documents(book: Path, folder: Path) -> Iterator[Path]:
    """Each kind of PDF, and its pages beside it."""
    from app.queries import statements
    from app.queries.commission_report import commission_report
    from app.reports import commission_report as report
    from app.reports.pdf import draw
    from app.reports.statement import statement_report

    store = Store.open(book, write=False)
    with store.read() as session:
        listed = statements.listed(session)
        standing = next((one for one in listed if one.void_reason is None), None)
        if standing is None:
            raise UserError("sample_without_statements", "The sample book has no statement to show.")
        built = {
            "statement": statement_report(statements.issued(session, standing.number)),
            "commissions": report.commission_report(
                commission_report(session, Period(date(2026, 10, 1), date(2026, 10, 31)), "EUR", NOW.date())
            ),
        }
    store.close()
    for name, document in built.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(draw(document, created=NOW).pdf)
        pdf = QPdfDocument()
        pdf.load(str(path))
        for number in range(pdf.pageCount()):
            points = pdf.pagePointSize(number)
            size = QSize(PAGE_WIDTH, round(PAGE_WIDTH * points.height() / points.width()))
            picture = folder / f"{name}-page-{number + 1}.png"
            image = pdf.render(number, size)
            image = image.convertToFormat(image.Format.Format_RGB32)
            image.save(str(picture))
            yield picture


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
