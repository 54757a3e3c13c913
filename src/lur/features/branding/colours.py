"""Whether a colour can be read, in the light and in the dark (WCAG 2.2 level AA). Pure.

A button in the company's colour stands on light paper and on dark slate: its shape must be seen on both (3:1,
success criterion 1.4.11) and the words on it must be read (4.5:1, 1.4.3). A colour that fails is not quietly
changed; the nearest one of the same hue that passes is offered instead.
"""

from __future__ import annotations

import colorsys
import re

PAPERS = ("#fbfaf7", "#16181c")
INKS = ("#1d1d1b", "#ffffff")
SHAPE_CONTRAST = 3.0
TEXT_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}\Z")
_STEPS = 200

Rgb = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """#rrggbb in lower case."""
    return _HEX.match(text) is not None


def contrast(one: str, other: str) -> float:
    """1.0 to 21.0 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """The text colour that is read best on it."""
    return max(INKS, key=lambda ink: contrast(ink, colour))


def passes(colour: str) -> bool:
    """Seen on both papers, with words on it that can be read."""
    seen = all(contrast(colour, paper) >= SHAPE_CONTRAST for paper in PAPERS)
    return seen and contrast(colour, ink_on(colour)) >= TEXT_CONTRAST


def nearest(colour: str) -> str:
    """The colour itself, or the one of its hue that passes with the least change of lightness."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    tried = (_hex(colorsys.hls_to_rgb(hue, step / _STEPS, saturation)) for step in range(_STEPS + 1))
    passing = [each for each in tried if passes(each)]
    return colour if passes(colour) else min(passing, key=lambda each: abs(_lightness(each) - lightness))


def _lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*_rgb(colour))[1]


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
