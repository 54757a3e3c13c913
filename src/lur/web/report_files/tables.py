"""A report as a file: comma-separated values, a spreadsheet, Parquet; all with the same rows and names.

One line for each row, then one with all together; with a comparison the same again for the days before. A
figure that says nothing there is left empty. A text that a spreadsheet would take for a formula is never one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec
import xlsxwriter
from arro3.core import Array, DataType, Table
from arro3.io import write_parquet

from lur.features.reports.model import Figures, FigureSpan
from lur.web.payloads.reports import FiguresReport

TEXT_COLUMNS = ("span", "row", "key", "label")
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")
DAY_MS = 86_400_000
Cell = str | int | float | None


def columns() -> tuple[str, ...]:
    """The names at the top."""
    return (*TEXT_COLUMNS, *Figures.__struct_fields__)


def lines(report: FiguresReport) -> Iterator[tuple[Cell, ...]]:
    """All cells, line by line."""
    labels = {each.key: each.label for each in report.labels}
    spans: tuple[tuple[str, FigureSpan | None], ...] = (("asked", report.span), ("compared", report.compared))
    for name, span in spans:
        if span is not None:
            for row in span.rows:
                label = labels.get(row.key, row.key)
                yield (name, "row", row.key, label, *_cells(report, row.figures, row.too_few))
            yield (name, "total", "", "", *_cells(report, span.total, span.too_few))


def _cells(report: FiguresReport, figures: Figures, too_few: tuple[str, ...]) -> Iterator[Cell]:
    for name, value in msgspec.structs.asdict(figures).items():
        yield None if name in report.silent or name in too_few else value


def as_csv(report: FiguresReport) -> bytes:
    """UTF-8 with a heading."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns())
    for line in lines(report):
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    """An apostrophe before what would be a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell


def as_xlsx(report: FiguresReport) -> bytes:
    """A spreadsheet: times as times, shares in percent."""
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet("Lur")
    looks = {
        "head": book.add_format({"bold": True}),
        "time": book.add_format({"num_format": "[h]:mm:ss"}),
        "share": book.add_format({"num_format": "0.0 %"}),
    }
    for at, name in enumerate(columns()):
        sheet.write_string(0, at, name.removesuffix("_ms"), looks["head"])
    for number, line in enumerate(lines(report), start=1):
        for at, (name, cell) in enumerate(zip(columns(), line, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif cell is not None:
                sheet.write_number(number, at, *_look(name, cell, looks))
    book.close()
    return body.getvalue()


def _look(name: str, cell: int | float, looks: dict[str, object]) -> tuple[object, ...]:
    if name.endswith("_ms"):
        return cell / DAY_MS, looks["time"]
    return (cell, looks["share"]) if _is_share(name) else (cell,)


def _is_share(name: str) -> bool:
    return Figures.__annotations__[name] == "float | None" and name != "rating_mean"


def as_parquet(report: FiguresReport) -> bytes:
    """Typed columns, with nothing where there is no figure."""
    cells = list(zip(*lines(report), strict=True))
    kinds = [DataType.string() for _ in TEXT_COLUMNS]
    kinds += [_kind(name) for name in Figures.__struct_fields__]
    parts = [Array(list(values), type=kind) for values, kind in zip(cells, kinds, strict=True)]
    body = io.BytesIO()
    write_parquet(Table.from_arrays(parts, names=list(columns())), body)
    return body.getvalue()


def _kind(name: str) -> DataType:
    is_float = Figures.__annotations__[name] == "float | None"
    return DataType.float64() if is_float else DataType.int64()
