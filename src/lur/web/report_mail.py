"""A report as a mail: the main figures in words, the PDF beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lur.features.schedules.sending import Composed
from lur.ports import MailAttachment
from lur.web.payloads_reports import FiguresReport
from lur.web.report_pdf import Head, report_pdf
from lur.web.report_words import MAIN, Naming

_NOT_IN_FILES = re.compile(r"[^\w.-]+")


def composed(head: Head, report: FiguresReport, naming: Naming, url: str) -> Composed:
    """The mail. ``url`` is where the figures can be looked into, empty when nobody said where Lur is."""
    span = naming.span(report.span.first, report.span.last)
    name = _NOT_IN_FILES.sub("-", f"{head.name}-{report.span.first}").strip("-")
    pdf = MailAttachment(
        name=f"{name}.pdf", media_type="application/pdf", content=report_pdf(head, report, naming)
    )
    return Composed(
        subject=f"{head.name}: {span}",
        text="\n".join(_lines(head, report, naming, url)) + "\n",
        attachments=(pdf,),
    )


def _lines(head: Head, report: FiguresReport, naming: Naming, url: str) -> Iterator[str]:
    texts = naming.texts
    yield texts.hello.format(name=head.name, span=naming.span(report.span.first, report.span.last))
    yield head.filters
    yield ""
    yield from _figures(head, report, naming)
    yield ""
    yield texts.attached
    if url:
        yield texts.open.format(url=url)
    yield ""
    yield texts.why.format(name=head.name)


def _figures(head: Head, report: FiguresReport, naming: Naming) -> Iterator[str]:
    for shown in MAIN:
        if shown.name in report.silent or shown.name in report.span.too_few:
            continue
        line = f"{naming.name(shown)}: {naming.value(shown, report.span.total)}"
        compared = report.compared
        if compared is not None and head.compare is not None and shown.name not in compared.too_few:
            before = naming.value(shown, compared.total)
            line += f" ({naming.compared(head.compare)}: {before})"
        yield line
