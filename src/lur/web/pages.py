"""The built user interface as plain files: ``/static/`` for its parts, index.html for every page's
address, and the service worker, which must lie at the root to stand before all pages."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.params import FromPath
from litestar.response import File

from lur.features import Refused
from lur.web import trust

STATIC = Path(__file__).with_name("static")
FOR_EVER = "public, max-age=31536000, immutable"
"""The builder puts a hash into the name of everything below assets/."""

WORKER = "sw.js"
BUILD_MARK = "__BUILD__"
OTHER = "application/octet-stream"
TYPES = {".webmanifest": "application/manifest+json"}
"""What the system's own table may lack."""

NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Lur</title>
<h1>Lur is running, but its pages are not built yet</h1>
<p>Stop it and start it with <code>./run</code>, which builds them; or run
<code>npm ci &amp;&amp; npm run build</code> in <code>ui/</code>.
The API describes itself at <a href="/api/schema/openapi.json">/api/schema/openapi.json</a>.</p>
</html>
"""


@get("/static/{path:path}", permission="public", include_in_schema=False, sync_to_thread=False)
def static_file(path: FromPath[Path]) -> File:
    """A part of the user interface."""
    wanted = _inside(str(path).lstrip("/"))
    kept = FOR_EVER if "assets" in wanted.parent.parts else "no-cache"
    return File(
        path=wanted,
        filename=wanted.name,
        media_type=TYPES.get(wanted.suffix) or mimetypes.guess_type(wanted.name)[0] or OTHER,
        content_disposition_type="inline",
        headers={"cache-control": kept},
    )


def _inside(name: str) -> Path:
    """The file of that name below ``STATIC``. Raises ``Refused``: not_found, for impossible names too."""
    try:
        wanted = (STATIC / name).resolve()
        if wanted.is_relative_to(STATIC.resolve()) and wanted.is_file():
            return wanted
    except (OSError, ValueError) as error:
        raise Refused("not_found") from error
    raise Refused("not_found")


@get("/sw.js", permission="public", include_in_schema=False, sync_to_thread=True)
def service_worker() -> Response[str]:
    """The service worker with the build in it, so that a new build is a new worker."""
    text = _inside(WORKER).read_text().replace(BUILD_MARK, build())
    return Response(text, media_type="text/javascript", headers={"cache-control": "no-cache"})


def build() -> str:
    """What tells this build of the pages from another: a hash of all that lies directly in ``STATIC``, among
    it index.html, which names the rest by their hashes."""
    total = hashlib.sha256()
    for part in sorted(path for path in STATIC.iterdir() if path.is_file()):
        total.update(part.name.encode() + b"\0" + part.read_bytes())
    return total.hexdigest()[:16]


@get("/", permission="public", include_in_schema=False, sync_to_thread=False)
def start_page() -> Response[str]:
    """The first page."""
    return _index()


@get("/{path:path}", permission="public", include_in_schema=False, sync_to_thread=False)
def page(path: FromPath[Path]) -> Response[str]:
    """Every address that is not something else: the page itself decides what to show."""
    if path.parts[1:2] in (("api",), ("static",), ("metrics",)):
        raise Refused("not_found")
    return _index()


def _index() -> Response[str]:
    index = STATIC / "index.html"
    text = index.read_text() if index.is_file() else NOT_BUILT
    return Response(text, media_type=MediaType.HTML, headers={"cache-control": "no-cache"})


HANDLERS = (static_file, service_worker, *trust.HANDLERS, start_page, page)
