"""A report as a PDF: the main figures, two charts and the table, on A4, to be read on paper too.

The letters come along in the file (Bitstream Vera), so that names with å, ø or ł are the same everywhere. The
same figures always give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from lur.features.reports.model import Compare, FigureRow, FigureSpan
from lur.web.payloads.reports import FiguresReport
from lur.web.report_files.chart import (
    AMBER,
    BOLD,
    FONT,
    GREEN,
    INK,
    LINE,
    SMALL,
    SOFT,
    YELLOW,
    Box,
    Series,
    chart,
    cut,
)
from lur.web.report_files.words import COLUMNS, MAIN, FigureShown, Naming

WIDTH, HEIGHT = A4
MARGIN = 42.0
INNER = WIDTH - 2 * MARGIN
ROW, LINE_HEIGHT = 15.0, 9.0
NAMES = 0.15
"""The share of the table's width that the rows' names have."""
FIRST_ROWS, MORE_ROWS = 14, 44
SUNK = HexColor("#f3f1ea")
MINUTE_MS = 60_000
PART = 76.0
"""The height of one of the main figures."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What is said above the figures."""

    company: str
    name: str
    filters: str
    compare: Compare | None


def report_pdf(head: Head, report: FiguresReport, naming: Naming) -> bytes:
    """The file. Takes some tenths of a second: call it in a thread."""
    _fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, lang=naming.language)
    canvas.setTitle(f"{head.name}, {naming.span(report.span.first, report.span.last)}")
    canvas.setAuthor(head.company)
    canvas.setCreator("Lur")
    _Pages(canvas, head, report, naming).draw()
    canvas.save()
    return file.getvalue()


@cache
def _fonts() -> None:
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))


class _Pages:
    """Draws from the top of the first page to the end of the table."""

    def __init__(self, canvas: Canvas, head: Head, report: FiguresReport, naming: Naming) -> None:
        self._canvas = canvas
        self._head = head
        self._report = report
        self._naming = naming
        self._y = HEIGHT - MARGIN
        rows = len(report.span.rows)
        self._pages = 1 + max(0, -(-(rows - FIRST_ROWS) // MORE_ROWS))

    def draw(self) -> None:
        """All of it."""
        rows = self._report.span.rows
        self._title()
        self._main()
        if len(rows) > 1:
            self._charts()
        self._table(rows[:FIRST_ROWS], is_last=self._pages == 1)
        self._foot(1)
        for n in range(2, self._pages + 1):
            begin = FIRST_ROWS + (n - 2) * MORE_ROWS
            self._canvas.showPage()
            self._y = HEIGHT - MARGIN
            self._table(rows[begin : begin + MORE_ROWS], is_last=n == self._pages)
            self._foot(n)

    # --- the first page --------------------------------------------------------------------------------

    def _title(self) -> None:
        canvas, naming, span = self._canvas, self._naming, self._report.span
        canvas.setFillColor(YELLOW)
        canvas.rect(MARGIN, self._y - 4, 26, 4, stroke=0, fill=1)
        self._write(MARGIN, self._y - 26, cut(canvas, self._head.name, INNER, 17, BOLD), BOLD, 17)
        self._write(MARGIN, self._y - 42, naming.span(span.first, span.last), FONT, 10)
        beside = " · ".join(filter(None, (self._head.company, self._head.filters)))
        self._write(MARGIN, self._y - 55, cut(canvas, beside, INNER, 8.5), FONT, 8.5, soft=True)
        self._y -= 68

    def _main(self) -> None:
        compared = self._report.compared
        for n, shown in enumerate(MAIN):
            width = INNER / 4
            box = Box(MARGIN + width * (n % 4), self._y - PART * (n // 4 + 1), width - 6, PART - 6)
            self._canvas.setFillColor(SUNK)
            self._canvas.roundRect(box.x, box.y, box.width, box.height, 4, stroke=0, fill=1)
            self._one_main(box, shown, compared)
        self._y -= 2 * PART + 10

    def _one_main(self, box: Box, shown: FigureShown, compared: FigureSpan | None) -> None:
        naming, top = self._naming, box.y + box.height
        self._write(
            box.x + 8, top - 14, cut(self._canvas, naming.name(shown), box.width - 12, 7.5), FONT, 7.5
        )
        self._write(box.x + 8, top - 36, self._value(shown, self._report.span), BOLD, 17)
        if compared is not None and self._head.compare is not None:
            beside = f"{self._value(shown, compared)} {naming.compared(self._head.compare)}"
            self._write(
                box.x + 8, top - 52, cut(self._canvas, beside, box.width - 12, SMALL), FONT, SMALL, soft=True
            )

    def _value(self, shown: FigureShown, span: FigureSpan) -> str:
        unsaid = shown.name in self._report.silent or shown.name in span.too_few
        return "–" if unsaid else self._naming.value(shown, span.total)

    def _charts(self) -> None:
        naming, texts = self._naming, self._naming.texts
        names = [naming.row(row) for row in self._report.span.rows]
        for title, series in (
            (texts.calls, tuple(self._calls())),
            (texts.waits, tuple(self._waits())),
        ):
            box = Box(MARGIN, self._y - 118, INNER, 112)
            chart(self._canvas, box, title, names, series)
            self._y -= 124

    def _calls(self) -> Iterator[Series]:
        rows, compared = self._report.span.rows, self._report.compared
        names = self._naming.texts.figures
        yield Series(
            name=names["arrived"],
            values=_values(rows, lambda row: row.figures.arrived),
            colour=INK,
        )
        yield Series(
            name=names["answered"],
            values=_values(rows, lambda row: row.figures.answered),
            colour=GREEN,
            mark="box",
            dash=(5, 2),
        )
        yield Series(
            name=names["abandoned"],
            values=_values(rows, lambda row: row.figures.abandoned),
            colour=AMBER,
            mark="cross",
            dash=(1.5, 2),
        )
        if compared is not None and self._head.compare is not None:
            name = f"{names['arrived']}, {self._naming.compared(self._head.compare)}"
            yield Series(
                name=name,
                values=_values(_beside(self._report), lambda row: row.figures.arrived),
                colour=SOFT,
                mark="none",
                thin=True,
            )

    def _waits(self) -> Iterator[Series]:
        rows, names = self._report.span.rows, self._naming.texts.figures
        yield Series(
            name=names["wait_median_ms"],
            values=_values(rows, lambda row: _minutes(row.figures.wait_median_ms)),
            colour=INK,
            mark="dot",
        )
        yield Series(
            name=names["wait_p90_ms"],
            values=_values(rows, lambda row: _minutes(row.figures.wait_p90_ms)),
            colour=AMBER,
            mark="box",
            dash=(5, 2),
        )

    # --- the table -------------------------------------------------------------------------------------

    def _table(self, rows: Sequence[FigureRow], *, is_last: bool) -> None:
        naming = self._naming
        if not self._report.span.rows:
            self._write(MARGIN, self._y - 12, naming.texts.nothing, FONT, 9, soft=True)
            return
        self._column_heads(naming.texts.by[self._report.by], [naming.name(shown) for shown in COLUMNS])
        for row in rows:
            self._rule()
            self._cells(naming.row(row), [self._cell(shown, row) for shown in COLUMNS], 8)
        if is_last:
            self._rule(INK)
            span = self._report.span
            total = FigureRow(key="", figures=span.total, too_few=span.too_few)
            self._cells(naming.texts.total, [self._cell(shown, total) for shown in COLUMNS], 8, font=BOLD)

    def _cell(self, shown: FigureShown, row: FigureRow) -> str:
        unsaid = shown.name in self._report.silent or shown.name in row.too_few
        return "–" if unsaid else self._naming.value(shown, row.figures)

    def _column_heads(self, name: str, heads: Sequence[str]) -> None:
        """A head wider than its column stands on two lines; the longest word of all decides their size."""
        width = _column(len(heads)) - 3
        widest = max(self._canvas.stringWidth(word, FONT, SMALL) for head in heads for word in head.split())
        size = SMALL * min(1.0, width / widest)
        lines = [simpleSplit(head, FONT, size, width) for head in heads]
        firsts = ["" if len(each) < 2 else each[0] for each in lines]
        if any(firsts):
            self._cells("", firsts, size, soft=True)
            self._y += ROW - LINE_HEIGHT
        self._cells(name, [" ".join(each[1:] or each) for each in lines], size, soft=True)

    def _cells(
        self, name: str, values: Sequence[str], size: float, *, font: str = FONT, soft: bool = False
    ) -> None:
        self._y -= ROW
        first, width = INNER * NAMES, _column(len(values))
        self._write(
            MARGIN, self._y + 4, cut(self._canvas, name, first - 4, size, font), font, size, soft=soft
        )
        for n, value in enumerate(values, start=1):
            text = cut(self._canvas, value, width - 3, size, font)
            self._canvas.drawRightString(MARGIN + first + width * n, self._y + 4, text)

    def _rule(self, colour: HexColor = LINE) -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(MARGIN, self._y, WIDTH - MARGIN, self._y)

    def _foot(self, n: int) -> None:
        texts = self._naming.texts
        self._write(MARGIN, MARGIN - 14, texts.foot, FONT, SMALL, soft=True)
        page = texts.page.format(n=n, all=self._pages)
        self._canvas.drawRightString(WIDTH - MARGIN, MARGIN - 14, page)

    def _write(self, x: float, y: float, text: str, font: str, size: float, *, soft: bool = False) -> None:
        self._canvas.setFillColor(SOFT if soft else INK)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, y, text)


def _column(among: int) -> float:
    return float(INNER * (1 - NAMES) / among)


def _values(
    rows: Sequence[FigureRow | None], figure: Callable[[FigureRow], float | None]
) -> tuple[float | None, ...]:
    return tuple(None if row is None else figure(row) for row in rows)


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else ms / MINUTE_MS


def _beside(report: FiguresReport) -> tuple[FigureRow | None, ...]:
    """The compared rows that belong to the rows: by day those at the same place, else of the same key."""
    assert report.compared is not None, "there is something to compare with"
    others = report.compared.rows
    if report.by == "day":
        return tuple(others[n] if n < len(others) else None for n in range(len(report.span.rows)))
    known = {row.key: row for row in others}
    return tuple(known.get(row.key) for row in report.span.rows)
