"""All that customers read, by language."""

from __future__ import annotations

from lur.core.ids import Language
from lur.web.public.shapes import Texts
from lur.web.public.texts_en import EN
from lur.web.public.texts_nb import NB
from lur.web.public.texts_sv import SV

TEXTS: dict[Language, Texts] = {"sv": SV, "nb": NB, "en": EN}
