"""Documents against the bare library in the same run: a statement of one page, the first one, and a very long one.

``python -m tests.benchmarks.pdf [LINES]`` prints minimum, median and maximum, and the ratios of the medians. Goals: a
statement at 60 % or more of the speed of bare Platypus, the first within a second of a cold start, a long one (100,000
lines unless LINES is given) within 1.5 times a bare canvas and 300 MB, and time that grows with the lines.
"""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.domain.statements import Statement
from app.formatting import day, explain, money
from app.reports.pdf import render
from app.reports.statement import statement_report
from tests.reports import samples

ROUNDS = 7
LINES = 100_000
ROOT = Path(__file__).resolve().parents[2]
FONT = "Bare"

FIRST = """
import time
began = time.perf_counter()
from app.reports.pdf import render
from app.reports.statement import statement_report
from tests.reports import samples
render(statement_report(samples.statement()), created=samples.CREATED)
print(time.perf_counter() - began)
"""


def ours(statement: Statement) -> bytes:
    return render(statement_report(statement), created=samples.CREATED)


def _cells(statement: Statement) -> list[tuple[str, ...]]:
    return [
        (day(line.day), line.customer, explain(line.steps), money(line.sale), money(line.commission))
        for line in statement.lines
    ]


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics

    pdfmetrics.registerFont(TTFont(FONT, str(ROOT / "resources/fonts/Inter-Regular.ttf")))


def platypus(statement: Statement) -> bytes:
    """The same words by ReportLab's own paragraphs and table."""
    style = ParagraphStyle("body", fontName=FONT, fontSize=9, leading=13)
    words = [statement.business.name, "Commission statement", *statement.partner.address, "To be paid", "This year"]
    table = Table([[Paragraph(cell, style) for cell in row] for row in _cells(statement)], repeatRows=1)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "#cccccc"), ("FONT", (0, 0), (-1, -1), FONT)]))
    target = BytesIO()
    story = [Paragraph(word, style) for word in words] + [Spacer(1, 5 * mm), table]
    SimpleDocTemplate(target, invariant=1, pageCompression=1).build(story)
    return target.getvalue()


def canvas(statement: Statement) -> bytes:
    """The same rows straight onto a canvas: strings and a rule, nothing measured but what stands at the right."""
    target = BytesIO()
    page = Canvas(target, invariant=1, pageCompression=1)
    y = 0.0
    for row in _cells(statement):
        if y < 60:
            if y:
                page.showPage()
            y = 780.0
        page.setFont(FONT, 8.8)
        for x, cell in zip((45, 90, 220), row, strict=False):
            page.drawString(x, y, cell)
        page.drawRightString(480, y, row[3])
        page.drawRightString(550, y, row[4])
        page.line(45, y - 8, 550, y - 8)
        y -= 22
    page.save()
    return target.getvalue()


def _timed(work: Callable[[Statement], bytes], statement: Statement) -> float:
    began = time.perf_counter()
    work(statement)
    return time.perf_counter() - began


def _tell(name: str, seconds: list[float]) -> float:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    print(f"{name:<34} {low * 1000:9.1f} {middle * 1000:9.1f} {high * 1000:9.1f} ms")
    return middle


def one_page() -> None:
    statement = samples.statement()
    pairs: list[tuple[float, float]] = []
    for number in range(ROUNDS * 20):
        pair = _timed(platypus, statement), _timed(ours, statement)
        if number >= ROUNDS:
            pairs.append(pair)
    bare = _tell("one page, bare Platypus", [pair[0] for pair in pairs])
    mine = _tell("one page, statement", [pair[1] for pair in pairs])
    print(f"  {bare / mine:.2f} of the speed of bare Platypus (goal 0.60), {1 / mine:.0f} a second")


def first_page() -> None:
    seconds = []
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", FIRST], cwd=ROOT, capture_output=True, text=True, check=True)
        seconds.append(float(done.stdout))
    _tell("the first statement, from cold", seconds)


def _alone(work: Callable[[Statement], bytes], count: int) -> tuple[float, float]:
    """Seconds, and the most memory in MB, in a process of its own."""
    _register()
    statement = samples.statement(samples.many_lines(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _timed(work, statement)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, max(peak, before) / 1024


def long_report(count: int) -> None:
    rounds = 3
    times: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for _ in range(rounds):
            for name, work, lines in (("canvas", canvas, count), ("ours", ours, count), ("tenth", ours, count // 10)):
                seconds, peak = pool.apply(_alone, (work, lines))
                times.setdefault(name, []).append(seconds)
                peaks[name] = max(peaks.get(name, 0.0), peak)
    bare = _tell(f"{count:,} lines, bare canvas", times["canvas"])
    mine = _tell(f"{count:,} lines, statement", times["ours"])
    tenth = _tell(f"{count // 10:,} lines, statement", times["tenth"])
    print(f"  {mine / bare:.2f} times a bare canvas (goal 1.5), growth exponent {math.log10(mine / tenth):.2f}")
    print(f"  memory {peaks['ours']:.0f} MB, canvas {peaks['canvas']:.0f} MB (goal 300 MB)")


if __name__ == "__main__":
    _register()
    one_page()
    first_page()
    long_report(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
