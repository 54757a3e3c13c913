"""Lines over rows, as vectors. Each line has a mark and a dash of its own: colour is never all there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import msgspec
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

INK, SOFT, LINE = HexColor("#1d1d1b"), HexColor("#5c5a54"), HexColor("#e6e3da")
GREEN, AMBER, YELLOW = HexColor("#17703e"), HexColor("#8a5000"), HexColor("#ffc83d")
FONT, BOLD = "Lur", "Lur-Bold"
SMALL = 7.0
LEFT, BOTTOM, TOP = 30.0, 16.0, 26.0
"""Room for what is written beside the lines, in points."""
STEPS = (1, 2, 5)
MOST_NAMES = 16


class Box(msgspec.Struct, frozen=True):
    """A part of a page, in points from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One line; None where there is nothing. ``mark``: dot, box, cross, or none."""

    name: str
    values: tuple[float | None, ...]
    colour: Color
    mark: str = "dot"
    dash: tuple[float, ...] = ()
    thin: bool = False


def chart(canvas: Canvas, box: Box, title: str, names: Sequence[str], series: Sequence[Series]) -> None:
    """A titled chart with its legend. ``names`` are those of the rows."""
    most = max((each for one in series for each in one.values if each is not None), default=0)
    top, step = scale(most)
    inner = Box(box.x + LEFT, box.y + BOTTOM, box.width - LEFT, box.height - BOTTOM - TOP)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 8.5)
    canvas.drawString(box.x, box.y + box.height - 9, title)
    _legend(canvas, box, series)
    _grid(canvas, inner, top, step)
    _names(canvas, inner, names)
    for one in series:
        _line(canvas, inner, one, top, len(names))


def scale(most: float) -> tuple[float, float]:
    """The end of an axis that holds ``most``, and its step: 1, 2 or 5 times a power of ten, at most five of
    them. Never less than one."""
    step, n = 1.0, 0
    while most > step * 5:
        n += 1
        step = STEPS[n % 3] * 10.0 ** (n // 3)
    count = max(1, -(-most // step))
    return count * step, step


def _grid(canvas: Canvas, inner: Box, top: float, step: float) -> None:
    canvas.setFont(FONT, SMALL)
    for n in range(round(top / step) + 1):
        y = inner.y + inner.height * n * step / top
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(inner.x, y, inner.x + inner.width, y)
        canvas.setFillColor(SOFT)
        canvas.drawRightString(inner.x - 5, y - 2.4, f"{round(n * step)}")


def _names(canvas: Canvas, inner: Box, names: Sequence[str]) -> None:
    canvas.setFont(FONT, SMALL)
    canvas.setFillColor(SOFT)
    every = -(-len(names) // MOST_NAMES)
    room = inner.width / max(1, len(names)) * every
    for n in range(0, len(names), max(1, every)):
        canvas.drawCentredString(
            _x(inner, n, len(names)), inner.y - 11, cut(canvas, names[n], room - 2, SMALL)
        )


def _legend(canvas: Canvas, box: Box, series: Sequence[Series]) -> None:
    x, y = box.x + LEFT, box.y + box.height - 20
    for one in series:
        _pen(canvas, one)
        canvas.line(x, y + 2.5, x + 16, y + 2.5)
        _mark(canvas, one, x + 8, y + 2.5)
        canvas.setFillColor(SOFT)
        canvas.setFont(FONT, SMALL)
        canvas.drawString(x + 20, y, one.name)
        x += 32 + canvas.stringWidth(one.name, FONT, SMALL)


def _line(canvas: Canvas, inner: Box, one: Series, top: float, rows: int) -> None:
    last: tuple[float, float] | None = None
    for n, value in enumerate(one.values[:rows]):
        if value is None:
            last = None
            continue
        here = _x(inner, n, rows), inner.y + inner.height * value / top
        _pen(canvas, one)
        if last is not None:
            canvas.line(*last, *here)
        _mark(canvas, one, *here)
        last = here


def _x(inner: Box, n: int, rows: int) -> float:
    return inner.x + inner.width * (n + 0.5) / max(1, rows)


def _pen(canvas: Canvas, one: Series) -> None:
    canvas.setStrokeColor(one.colour)
    canvas.setLineWidth(0.6 if one.thin else 1.4)
    canvas.setDash(*([list(one.dash)] if one.dash else []))


def _mark(canvas: Canvas, one: Series, x: float, y: float) -> None:
    canvas.setDash()
    canvas.setFillColor(one.colour)
    match one.mark:
        case "dot":
            canvas.circle(x, y, 1.9, stroke=0, fill=1)
        case "box":
            canvas.rect(x - 1.8, y - 1.8, 3.6, 3.6, stroke=0, fill=1)
        case "cross":
            canvas.line(x - 2, y - 2, x + 2, y + 2)
            canvas.line(x - 2, y + 2, x + 2, y - 2)


def cut(canvas: Canvas, text: str, width: float, size: float, font: str = FONT) -> str:
    """The text, or as much of its beginning as there is room for, in letters that the font has."""
    text = "".join(map(_in_font, text))
    if canvas.stringWidth(text, font, size) <= width:
        return text
    while text and canvas.stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text + "…"


def _in_font(letter: str) -> str:
    """The letter, one without its accent, or a question mark."""
    known = pdfmetrics.getFont(FONT).face.charToGlyph
    plain = unicodedata.normalize("NFKD", letter)[:1]
    return next((each for each in (letter, plain) if ord(each) in known), "?")
