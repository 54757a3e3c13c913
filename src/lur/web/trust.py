"""``/trust``: how to make a machine trust the certificate that Lur made for itself, and that certificate.

A page of plain HTML, since it is read on phones and computers that do not trust us yet. Only the authority's
certificate is handed out; its key never leaves DATA/keys.
"""

from __future__ import annotations

import html
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from litestar import MediaType, Response, get

from lur.core.ids import Language
from lur.features import Refused
from lur.web.asking import AskedByAnyone, services_of
from lur.web.problems import language_of
from lur.web.trust_texts import TEXTS, TrustText

FILE = "/trust/lur.crt"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/static/lur.svg">
<link rel="stylesheet" href="/static/plain.css">
</head>
<body>
<main>
<img src="/static/lur.svg" alt="" width="48" height="48">
<h1>{title}</h1>
<p>{why}</p>
<p><a class="button" href="{file}">{fetch}</a></p>
<p>{check}<br><code>{fingerprint}</code></p>
<dl>
{steps}
</dl>
<p>{end}</p>
</main>
</body>
</html>
"""


@get("/trust", permission="public", include_in_schema=False)
async def trust_page(request: AskedByAnyone) -> Response[str]:
    """What to do on each system, in the reader's language. Raises ``Refused``: not_found."""
    certificate = x509.load_pem_x509_certificate(_certificate(request).read_bytes())
    language = language_of(request)
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return Response(page(language, fingerprint), media_type=MediaType.HTML)


@get(FILE, permission="public", include_in_schema=False)
async def trust_file(request: AskedByAnyone) -> Response[bytes]:
    """The authority's certificate, PEM. Raises ``Refused``: not_found."""
    headers = {"content-disposition": 'attachment; filename="lur.crt"', "cache-control": "no-cache"}
    body = _certificate(request).read_bytes()
    return Response(body, media_type="application/x-x509-ca-cert", headers=headers)


def page(language: Language, fingerprint: str) -> str:
    """The page's HTML."""
    text: TrustText = TEXTS[language]
    steps = "\n".join(
        f"<dt>{html.escape(system)}</dt><dd>{html.escape(step)}</dd>" for system, step in text.steps
    )
    told = (text.title, text.why, text.fetch, text.check, text.end)
    title, why, fetch, check, end = map(html.escape, told)
    return PAGE.format(
        language=language,
        title=title,
        why=why,
        fetch=fetch,
        check=check,
        end=end,
        fingerprint=fingerprint,
        file=FILE,
        steps=steps,
    )


def _certificate(request: AskedByAnyone) -> Path:
    path = services_of(request).config.trust
    if path is None or not path.is_file():
        raise Refused("not_found")
    return path


HANDLERS = (trust_page, trust_file)
