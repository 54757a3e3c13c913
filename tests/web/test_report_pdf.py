"""The PDF and the mail say the figures of the report, in the reader's language, on pages that hold them."""

from __future__ import annotations

import io
from html import escape

import msgspec
import pytest
from pypdf import PdfReader

from lur.core.ids import Language
from lur.features.branding.model import Logo
from lur.features.reports.model import By, FigureRow, Figures, FigureSpan
from lur.web.payloads.reports import FiguresReport
from lur.web.report_files.chart import scale
from lur.web.report_files.mail import OWN_ACCENT, Looks, composed
from lur.web.report_files.pdf import FIRST_ROWS, MORE_ROWS, Head, report_pdf
from lur.web.report_files.texts import TEXTS
from lur.web.report_files.words import COLUMNS, MAIN, Naming

HEAD = Head(company="Exempelbolaget", name="Gårdagen på Øst", filters="Alla kontakter", compare="week")
TOTAL = Figures(
    arrived=1234,
    answered=1100,
    abandoned=84,
    service_level=0.834,
    wait_median_ms=45_000,
    wait_p90_ms=3_723_000,
    aht_ms=305_000,
    estimate_kept=None,
)


def span(rows: int, arrived: int = 10) -> FigureSpan:
    """So many hours."""
    each = tuple(
        FigureRow(key=str(n), figures=Figures(arrived=arrived + n, answered=n, wait_median_ms=n * 1000))
        for n in range(rows)
    )
    return FigureSpan(first="2026-11-16", last="2026-11-22", since=0, before=1, rows=each, total=TOTAL)


def report(by: By = "hour", rows: int = 24, *, compared: bool = True) -> FiguresReport:
    """A report of a week."""
    return FiguresReport(
        by=by, labels=(), silent=("occupancy",), span=span(rows), compared=span(rows, 7) if compared else None
    )


def naming(language: Language = "sv", by: By = "hour", **labels: str) -> Naming:
    """As it is read."""
    return Naming(language=language, by=by, labels=labels)


def read(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_pdf_has_the_main_figures_in_words_that_can_be_copied() -> None:
    """Names and values, letters beyond ASCII too; what cannot be said is a dash."""
    (first, *_) = read(report_pdf(HEAD, report(), naming()))
    for words in ("Gårdagen på Øst", "Exempelbolaget", "Besvarade", "1 234", "83 %", "0:45", "1:02:03"):
        assert words in first.replace("\u00a0", " ")
    assert "mån 16 nov – sön 22 nov 2026" in first
    assert "Väntan som vi sa" in first


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_each_language_has_all_words(language: Language) -> None:
    """Every figure that is shown has a name, every row of a week one too."""
    texts = TEXTS[language]
    assert {shown.name for shown in (*MAIN, *COLUMNS)} == set(texts.figures)
    assert (len(texts.weekdays), len(texts.short_weekdays), len(texts.months)) == (7, 7, 12)
    (page, *_) = read(report_pdf(HEAD, report("weekday", 1), naming(language, "weekday", **{"0": "x"})))
    assert texts.figures["abandoned"] in page


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_no_head_of_the_table_is_cut(language: Language) -> None:
    """What is too wide for its column stands on two lines."""
    (page, *_) = read(report_pdf(HEAD, report(rows=3), naming(language)))
    table = page[page.index(TEXTS[language].by["hour"]) - 200 :]
    assert "…" not in table
    for shown in COLUMNS:
        assert all(word in table for word in TEXTS[language].figures[shown.name].split())


@pytest.mark.parametrize(
    ("by", "key", "name"),
    [
        ("hour", "8", "08–09"),
        ("hour", "23", "23–00"),
        ("weekday", "7", "søndag"),
        ("day", "2026-11-22", "søn. 22. nov."),
        ("channel", "voice", "Telefon"),
        ("channel", "fax", "fax"),
        ("queue", "leverans", "Levering"),
        ("queue", "gone", "gone"),
        ("team", "", "Uten gruppe"),
        ("result", "", "Uten resultat"),
    ],
)
def test_rows_are_named(by: By, key: str, name: str) -> None:
    """As people call them; who is not known keeps their id."""
    row = FigureRow(key=key, figures=Figures())
    assert naming("nb", by, leverans="Levering").row(row) == name


def test_a_year_of_days_goes_on_over_pages() -> None:
    """No row is lost between them, and the sum stands on the last."""
    rows = FIRST_ROWS + 2 * MORE_ROWS + 1
    pages = read(report_pdf(HEAD, report("queue", rows), naming("en", "queue")))
    assert len(pages) == 4
    lines = [line for page in pages for line in page.splitlines()]
    assert all(any(line.startswith(f"{n}") for line in lines) for n in range(rows))
    assert "Page 4 of 4" in pages[-1]
    assert "All" in pages[-1]


@pytest.mark.parametrize("rows", [0, 1, FIRST_ROWS, FIRST_ROWS + 1])
def test_few_rows_and_none(rows: int) -> None:
    """Nothing happened: that is said, and no chart is drawn of it."""
    pages = read(report_pdf(HEAD, report("queue", rows, compared=False), naming("sv", "queue")))
    assert len(pages) == (2 if rows > FIRST_ROWS else 1)
    assert ("Inga kontakter" in pages[0]) == (rows == 0)


def test_the_same_report_is_the_same_file() -> None:
    """A mail that is sent again is the same mail."""
    assert report_pdf(HEAD, report(), naming()) == report_pdf(HEAD, report(), naming())


def test_the_letters_are_in_the_file() -> None:
    """No reader has to have a font, and Łódź can be read, if without one accent."""
    head = Head(company="Łódź & Ærøskøbing", name="Å", filters="", compare=None)
    pdf = report_pdf(head, report(compared=False), naming())
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    used = [font.get_object() for font in fonts.values()]
    assert all("/FontDescriptor" in font for font in used if font["/BaseFont"] != "/Helvetica")
    assert "Łódz & Ærøskøbing" in read(pdf)[0]


@pytest.mark.parametrize(
    ("most", "end", "step"),
    [(0, 1, 1), (1, 1, 1), (5, 5, 1), (6, 6, 2), (11, 15, 5), (26, 30, 10), (499, 500, 100), (501, 600, 200)],
)
def test_axes_end_on_round_numbers(most: float, end: float, step: float) -> None:
    """At most five steps of 1, 2 or 5, and nothing sticks out."""
    assert scale(most) == (end, step)


def test_the_mail_says_the_main_figures_in_words() -> None:
    """For who reads it on a phone: each with what it was before; where to go on; why it came."""
    mail = composed(HEAD, report(), naming(), "https://lur.example.net/reports")
    assert mail.subject == "Gårdagen på Øst: mån 16 nov – sön 22 nov 2026"
    text = mail.text.replace("\u00a0", " ")
    assert "Inkomna: 1 234 (veckan före: 1 234)" in text
    assert "Servicenivå: 83 %" in text
    assert "https://lur.example.net/reports" in text
    (file,) = mail.attachments
    assert file.name == "Gårdagen-på-Øst-2026-11-16.pdf"
    assert file.content.startswith(b"%PDF-")


def test_the_mail_looks_like_the_company() -> None:
    """Its logo and colour above the same words, which nobody can make into anything else; nothing in it is
    fetched from anywhere."""
    url = "https://lur.example.net/reports?from=2026-11-16&by=day"
    logo = Logo(png=b"\x89PNG", width_px=120, height_px=40, version="1")
    head = msgspec.structs.replace(HEAD, company='Öst & <b>"Väst"</b>', name="<script>x</script>")
    mail = composed(head, report(), naming(), url, Looks(accent="#336699", logo=logo))
    assert 'src="cid:logo" alt="Öst &amp; &lt;b&gt;&quot;Väst&quot;&lt;/b&gt;"' in mail.html
    assert "border-top:4px solid #336699" in mail.html
    assert "<script>" not in mail.html
    link = url.replace("&", "&amp;")
    assert f'<a href="{link}">{link}</a>' in mail.html
    assert mail.html.count("http") == 2
    assert mail.logo == logo.png
    for line in mail.text.splitlines():
        assert escape(line) in mail.html or url in line
    plain = composed(HEAD, report(), naming(), url)
    assert (plain.logo, "cid:" in plain.html, OWN_ACCENT in plain.html) == (b"", False, True)


def test_what_says_nothing_is_left_out_of_the_mail() -> None:
    """A figure that means nothing with these filters is not said."""
    quiet = FiguresReport(by="hour", labels=(), silent=("solved_first",), span=span(2), compared=None)
    mail = composed(HEAD, quiet, naming("en"), "")
    assert "Solved" not in mail.text
    assert "http" not in mail.text
