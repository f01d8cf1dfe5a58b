"""Pictures of every page, dialog and document: ``python3 dev.py shots DIR``.

For the documentation and for looking. The clock stands still, so that the pictures change only with the program.
Without options: the sample book and an empty one, light and dark, at the usual size and at the smallest that matters.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QSize, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import clock
from app.domain.dates import Period
from app.domain.errors import UserError
from app.persistence.store import Store
from app.queries.settings import Preferences
from main import open_book
from tests.hostile import fill_hostile
from tests.scenes import Guide, leave, scenes
from ui import theme
from ui.pages import FIRST, commands, pages
from ui.program import Program
from ui.window import Window

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
BOOKS = ("sample", "empty", "hostile")
SIZES = ("1280x800", "1024x640")
LOOKS = ("light", "dark")
STILL_MS = 120
LONGEST_TURNS = 25
PAGE_WIDTH = 900


def main(arguments: Sequence[str]) -> int:
    """Draw what is asked for; returns 0, or 1 when something could not be drawn."""
    asked = _parser().parse_args(arguments)
    app = QApplication(["shots"])
    app.setCursorFlashTime(0)
    _set_system_font(theme.DESIGN_TEXT_PX * asked.text // 100)
    theme.install(app)
    for _font in theme.register_more_fonts():
        pass
    drawn, failed = 0, []
    with clock.fixed(NOW), tempfile.TemporaryDirectory() as scratch:
        for kind in asked.book or BOOKS[:2]:
            folder = asked.folder / kind
            folder.mkdir(parents=True, exist_ok=True)
            book = _made(kind, Path(scratch), asked.language)
            for path, trouble in (*_window(book, folder, asked), *_documents(kind, book, folder, asked)):
                drawn += not trouble
                if trouble and kind != "empty":  # where there is nothing, most things cannot be asked for
                    failed.append(f"{path.name}: {trouble}")
    print(f"{drawn} pictures in {asked.folder}")
    print(*failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


def _set_system_font(pixels: int) -> None:
    """Stands for the size of text that a person sets in the system; without a screen there is no other way to it."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(pixels)
    QFontDatabase.systemFont = lambda _which: font  # type: ignore[method-assign, assignment, misc]


def _say_what_matters(_kind: QtMsgType, _context: object, text: str) -> None:
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("dev.py shots", description="Draw every page, dialog and document into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--book", action="append", choices=BOOKS, help="hostile: 10,000 partners, impossible names")
    parser.add_argument("--size", action="append", help=f"such as {SIZES[0]}; may be given more than once")
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--text", type=int, default=100, help="the size of text in per cent of the usual one")
    parser.add_argument("--language", default="en", help="how days and amounts are written, such as de or ja")
    parser.add_argument("--only", default="", help="only what has this in its name, such as “partners” or “statement”")
    return parser


def _made(kind: str, folder: Path, language: str) -> Path:
    from app.operations.sample import fill
    from app.operations.settings import save_preferences

    path = folder / f"{kind.title()}.partnerbook"
    store = Store.open(path, create=True)
    {"sample": fill, "hostile": fill_hostile, "empty": lambda _store: None}[kind](store)
    with store.write("Choose the language") as session:
        save_preferences(session, Preferences(language=language))
    store.close()
    return path


Drawn = Iterator[tuple[Path, str]]
"""Each picture, and what went wrong with it."""


def _window(book: Path, folder: Path, asked: argparse.Namespace) -> Drawn:
    program = Program(open_book, pages, FIRST, commands())
    program.open(book, create=False)
    qInstallMessageHandler(_say_what_matters)
    sys.excepthook = sys.__excepthook__  # what breaks here is told here, and not in a report beside the book
    window = program.window
    assert window is not None
    wait = partial(_wait_until_still, window)
    wait()
    for size in asked.size or SIZES:
        width, height = map(int, size.split("x"))
        window.resize(width, height)
        for look in asked.look or LOOKS:
            theme.choose(look)
            for name, go in scenes().items():
                if asked.only in name:
                    path = folder / f"{name}-{look}-{width}{'' if asked.text == 100 else f'-{asked.text}'}.png"
                    yield path, _drawn(window, path, book.parent, wait, go)
    theme.choose("light")
    window.close()


def _drawn(window: Window, path: Path, scratch: Path, wait: Callable[[], None], go: Callable[[Guide], object]) -> str:
    """Draw one scene; returns what went wrong, such as that there is nothing of the kind in the book."""
    path.unlink(missing_ok=True)
    trouble = ""
    try:
        go(Guide(window, scratch, wait, lambda: _save(_picture(window), path)))
        wait()
        if not path.exists():
            _save(_picture(window), path)
    except (AssertionError, LookupError, StopIteration) as error:
        trouble = f"{type(error).__name__}: {error}"
    leave(window)
    wait()
    return trouble


def _picture(window: Window) -> QImage:
    """The window with everything that stands over it, each with a line around it."""
    picture = window.grab().toImage()
    over = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    over.sort(key=lambda each: each is QApplication.activeModalWidget())  # what is in front is drawn over the rest
    within = picture.rect()
    places = [_place(each, window) for each in over]
    for place in places:
        within = within.united(place.adjusted(-1, -1, 1, 1))
    canvas = QImage(within.size(), QImage.Format.Format_RGB32)
    canvas.fill(theme.colour("faint"))
    painter = QPainter(canvas)
    painter.drawImage(-within.topLeft(), picture)
    for each, place in zip(over, places, strict=True):
        _paint_over(painter, each, place.topLeft() - within.topLeft())
    painter.end()
    return canvas


def _place(widget: QWidget, window: Window) -> QRect:
    """Where it stands over the window: a dialog in the middle, as a window manager puts it."""
    if isinstance(widget, QDialog):
        place = QRect(QPoint(), widget.size())
        place.moveCenter(window.rect().center())
        return place
    return widget.geometry().translated(-window.pos())


def _paint_over(painter: QPainter, widget: QWidget, at: QPoint) -> None:
    painter.drawPixmap(at, widget.grab())
    painter.setPen(theme.colour("soft"))
    painter.drawRect(widget.rect().translated(at).adjusted(-1, -1, 0, 0))


def _wait_until_still(window: Window) -> None:
    """Let the window live until two looks in a row see the same."""
    before = QImage()
    for _turn in range(LONGEST_TURNS):
        loop = QEventLoop()
        QTimer.singleShot(STILL_MS, loop.quit)
        loop.exec()
        now = _picture(window)
        if now == before:
            return
        before = now


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path)):
        raise OSError(f"{path} could not be written")


def _documents(kind: str, book: Path, folder: Path, asked: argparse.Namespace) -> Drawn:
    """Each kind of PDF, and its pages beside it."""
    if kind == "empty":
        return
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
        if asked.only in name:
            path = folder / f"{name}.pdf"
            path.write_bytes(draw(document, created=NOW).pdf)
            yield from _pages(path)


def _pages(path: Path) -> Drawn:
    pdf = QPdfDocument()
    pdf.load(str(path))
    for number in range(min(pdf.pageCount(), 6)):
        points = pdf.pagePointSize(number)
        drawn = pdf.render(number, QSize(PAGE_WIDTH, round(PAGE_WIDTH * points.height() / points.width())))
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        picture = path.with_name(f"{path.stem}-page-{number + 1}.png")
        _save(paper, picture)
        yield picture, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
