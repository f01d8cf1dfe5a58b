"""A ``Report`` as PDF: the same report and time of making give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.reports.model import Report


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF. ``missing`` are the texts with characters that no font here has, drawn as an empty square."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


def draw(report: Report, *, created: datetime) -> Document:
    """The report as a PDF file, dated ``created``, with what could not be drawn as it was written."""
    from app.reports.pages import make

    pdf, pages, missing = make(report, created)
    return Document(pdf, pages, missing)


def render(report: Report, *, created: datetime) -> bytes:
    """The report as a PDF file, dated ``created``."""
    return draw(report, created=created).pdf
