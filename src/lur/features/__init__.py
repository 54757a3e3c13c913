"""What Lur offers around the live centre. Each folder has the same files: model (values), store (tables),
service (verbs); no folder knows another.
"""

from __future__ import annotations


class Refused(Exception):
    """A request that a feature does not carry out. ``code`` is stable; ``detail`` says what it is about.

    ``retry_after_s`` tells when asking again makes sense, when it does.
    """

    def __init__(self, code: str, detail: str = "", retry_after_s: int | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
