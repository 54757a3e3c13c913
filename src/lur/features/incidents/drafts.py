"""Texts to begin with, so that an incident can be published by one click; a person may change every word."""

from __future__ import annotations

from collections.abc import Sequence

from lur.core.flow import Words

_AND = {"sv": "och", "nb": "og", "en": "and"}


def message(names: Sequence[str]) -> Words:
    """What is said while it lasts, about queues with these names."""
    return Words(
        sv=(
            f"Just nu har vi en driftstörning som gäller {_list(names, 'sv')}. "
            "Vi arbetar med att lösa den och svarar så fort vi kan."
        ),
        nb=(
            f"Akkurat nå har vi en driftsforstyrrelse som gjelder {_list(names, 'nb')}. "
            "Vi arbeider med å løse den og svarer så fort vi kan."
        ),
        en=(
            f"Right now there is a disruption that concerns {_list(names, 'en')}. "
            "We are working to solve it and will answer as soon as we can."
        ),
    )


def answer(names: Sequence[str]) -> Words:
    """What everybody who waited for it is told at the end."""
    return Words(
        sv=f"Driftstörningen som gällde {_list(names, 'sv')} är nu löst. Tack för ditt tålamod.",
        nb=f"Driftsforstyrrelsen som gjaldt {_list(names, 'nb')} er nå løst. Takk for tålmodigheten.",
        en=f"The disruption that concerned {_list(names, 'en')} is now solved. Thank you for your patience.",
    )


def filled(words: Words, draft: Words) -> Words:
    """``words``, with the draft's where they are empty."""
    return Words(
        sv=words.sv.strip() or draft.sv, nb=words.nb.strip() or draft.nb, en=words.en.strip() or draft.en
    )


def _list(names: Sequence[str], language: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last
