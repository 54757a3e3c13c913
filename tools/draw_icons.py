"""Draws the icons of the installed pages in ui/public from lur.svg, with Debian's Chromium.

Run it after a change of lur.svg. Icons that systems cut to shapes of their own are yellow to the very edge;
the sign lies within the middle 80 %, which every shape leaves.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PUBLIC = Path(__file__).resolve().parents[1] / "ui" / "public"
YELLOW = "#ffc83d"
ICONS = {
    "icon-192.png": (192, "transparent"),
    "icon-512.png": (512, "transparent"),
    "icon-maskable-512.png": (512, YELLOW),
    "icon-apple-180.png": (180, YELLOW),
}


def draw(browser: Browser, size: int, ground: str) -> bytes:
    """One icon as PNG."""
    sign = (PUBLIC / "lur.svg").read_text().replace("<svg ", f'<svg width="{size}" ')
    page = browser.new_page(viewport={"width": size, "height": size})
    style = f"margin:0;height:{size}px;display:grid;place-items:center;background:{ground}"
    page.set_content(f'<body style="{style}">{sign}</body>')
    taken = page.screenshot(omit_background=True)
    page.close()
    return taken


def main() -> int:
    """Draw all of them."""
    program = shutil.which("chromium")
    if program is None:
        print("chromium is missing; ./test installs it", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (size, ground) in ICONS.items():
            (PUBLIC / name).write_bytes(draw(browser, size, ground))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
