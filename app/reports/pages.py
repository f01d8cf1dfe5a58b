"""Puts a report on pages: frame, running head, footer with the page count, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable, PageBreak
from reportlab.platypus.frames import Frame

from app.reports import flow, model, style
from app.reports.chart import ChartBlock
from app.reports.fonts import MAIN, face
from app.reports.pen import Pen
from app.reports.tables import TableBlock
from app.reports.text import break_lines, clean, width

Missing = dict[str, None]


def make(report: model.Report, created: datetime) -> tuple[bytes, int, tuple[str, ...]]:
    """The PDF file, its number of pages, and the texts that have characters without a glyph."""
    target, missing = BytesIO(), Missing()
    wide, high = style.PAPERS.get(report.paper, style.PAPERS["a4"])
    document = BaseDocTemplate(
        target,
        pagesize=(wide, high),
        title=report.title,
        author=report.author,
        creator="Partnerbook",
        subject="",
        lang=report.language,
        invariant=1,
        pageCompression=1,
    )
    room = high - style.TOP - style.BOTTOM
    frame = Frame(style.SIDE, style.BOTTOM, wide - 2 * style.SIDE, room, 0, 0, 0, 0)
    document.addPageTemplates(
        PageTemplate("page", [frame], onPage=lambda canvas, _: _before(canvas, report, wide, high, missing))
    )
    pages: list[Any] = []
    story = [flow.Head(report.letterhead, missing), *_flowables(report.blocks, room, missing)]
    document.build(story, canvasmaker=lambda *given, **named: _Sheets(report, created, missing, pages, given, named))
    return target.getvalue(), len(pages), tuple(missing)


def _flowables(blocks: tuple[model.Block, ...], room: float, missing: Missing) -> Iterator[Flowable]:
    for block in blocks:
        match block:
            case model.Title():
                yield flow.TitleBlock(block, missing)
            case model.Parties():
                yield flow.PartiesBlock(block, missing)
            case model.KeyFigures():
                yield flow.FiguresBlock(block, missing)
            case model.Paragraph():
                yield flow.paragraph(block, missing)
            case model.Table():
                yield TableBlock(block, room, missing)
            case model.Chart():
                yield ChartBlock(block, missing)
            case model.SideBySide():
                stacks = [list(_flowables(stack, room, missing)) for stack in (block.left, block.right)]
                yield flow.SideBySideBlock(stacks[0], stacks[1], room, missing)
            case model.NewPage():
                yield PageBreak()


def _before(canvas: Any, report: model.Report, wide: float, high: float, missing: Missing) -> None:
    """What lies under the contents of a page: the mark, and from the second page on the running head."""
    pen = Pen(canvas, missing)
    if report.mark:
        kind = style.Type(110, 110, "Bold", style.MARK)
        canvas.saveState()
        canvas.translate(wide / 2, high / 2 - 60)
        canvas.rotate(35)
        pen.write_centred(0, 0, clean(report.mark), kind)
        canvas.restoreState()
    if canvas.getPageNumber() > 1:
        y, ends = high - style.RUNNING_TEXT, wide - style.SIDE
        right = _cut(report.running, (wide - 2 * style.SIDE) / 2)
        room = wide - 2 * style.SIDE - width(right, style.FOOT) - style.GUTTER
        pen.write_right(ends, y, right, style.FOOT)
        pen.write(style.SIDE, y, _cut(report.letterhead.name, room), style.FOOT)


def _cut(text: str, room: float) -> str:
    """As many whole words as fit on one small line."""
    return break_lines(text, style.FOOT, room)[0].rstrip(" ·")


class _Sheets(Canvas):
    """A canvas that writes "page x / y" at the foot of every page once it knows how many there are."""

    def __init__(
        self,
        report: model.Report,
        created: datetime,
        missing: Missing,
        pages: list[Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        super().__init__(*given, **{**named, "initialFontName": face(MAIN, "Regular").name})
        self._report, self._missing, self._pages_drawn = report, missing, pages
        instant = created.astimezone(UTC)
        self.setDateFormatter(lambda *_: f"D:{instant:%Y%m%d%H%M%S}+00'00'")

    def showPage(self) -> None:
        super().showPage()
        self._pages_drawn.append(self._doc.Pages.pages[-1])

    def save(self) -> None:
        pages = len(self._pages_drawn)
        room = self._pagesize[0] - 2 * style.SIDE
        footer = _cut(self._report.footer, room * 0.85)
        for number, page in enumerate(self._pages_drawn, start=1):
            self._code.clear()
            pen = Pen(self, self._missing)
            pen.rule(style.SIDE, style.SIDE + room, style.FOOT_RULE, style.HAIRLINE, style.LINE)
            pen.write(style.SIDE, style.FOOT_TEXT, footer, style.FOOT)
            pen.write_right(style.SIDE + room, style.FOOT_TEXT, f"{number} / {pages}", style.FOOT)
            page.stream += "\n".join(self._code) + "\n"
        self._code.clear()
        super().save()
