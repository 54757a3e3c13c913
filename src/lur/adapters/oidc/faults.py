"""What can go wrong with a provider, as stable codes that the pages explain in plain words."""

from __future__ import annotations

from typing import Literal

FaultCode = Literal[
    "unreachable",
    "certificate_not_trusted",
    "not_a_provider",
    "wrong_issuer",
    "no_keys",
    "wrong_secret",
    "not_taken",
    "not_believed",
]
"""``not_taken``: the provider did not take what it was sent; ``not_believed``: what it sent is not right."""


class OidcFault(Exception):
    """``detail`` says more, for who sets Lur up; it holds no secret."""

    def __init__(self, code: FaultCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: FaultCode = code
        self.detail = detail
