"""A report as a mail: the main figures in words with the company's looks, the PDF beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from lur.features.branding.model import Logo
from lur.features.schedules.sending import Composed
from lur.ports import MailAttachment
from lur.web.payloads.reports import FiguresReport
from lur.web.report_files.pdf import Head, report_pdf
from lur.web.report_files.words import MAIN, Naming

PAPER = "margin:0;padding:24px;background:#ffffff;color:#1d1d1b;font:16px/1.5 sans-serif"
OWN_ACCENT = "#ffc83d"
_NOT_IN_FILES = re.compile(r"[^\w.-]+")


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """The company's. ``accent`` is #rrggbb or empty."""

    accent: str = ""
    logo: Logo | None = None


PLAIN = Looks()


def composed(head: Head, report: FiguresReport, naming: Naming, url: str, looks: Looks = PLAIN) -> Composed:
    """The mail. ``url`` is where the figures can be looked into, empty when nobody said where Lur is."""
    span = naming.span(report.span.first, report.span.last)
    name = _NOT_IN_FILES.sub("-", f"{head.name}-{report.span.first}").strip("-")
    pdf = MailAttachment(
        name=f"{name}.pdf", media_type="application/pdf", content=report_pdf(head, report, naming)
    )
    lines = tuple(_lines(head, report, naming, url))
    return Composed(
        subject=f"{head.name}: {span}",
        text="\n".join(lines) + "\n",
        attachments=(pdf,),
        html=_html(head.company, lines, url, naming.language, looks),
        logo=looks.logo.png if looks.logo else b"",
    )


def _html(company: str, lines: Sequence[str], url: str, language: str, looks: Looks) -> str:
    """The same lines below the company's logo and colour; nothing in it is fetched from anywhere."""
    logo = looks.logo
    if logo is None:
        head = f'<p style="font-weight:600">{escape(company)}</p>'
    else:
        size = f'width="{logo.width_px}" height="{logo.height_px}"'
        head = f'<p><img src="cid:logo" alt="{escape(company)}" {size}></p>'
    words = "<br>\n".join(escape(line) for line in lines)
    if url:
        words = words.replace(escape(url), f'<a href="{escape(url)}">{escape(url)}</a>')
    rule = f"border-top:4px solid {looks.accent or OWN_ACCENT};padding-top:16px;max-width:640px"
    return (
        f'<!doctype html>\n<html lang="{language}"><body style="{PAPER}"><div style="{rule}">\n'
        f"{head}\n<p>{words}</p>\n</div></body></html>\n"
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
