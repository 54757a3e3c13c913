"""A real OpenID provider beside Lur: ``oidc-provider`` from npm, run by the Node that builds the pages."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from journeys.browser import ROOT

PROGRAM = Path(__file__).with_name("oidc_provider.mjs")
MODULES = ROOT / "ui/node_modules"
SECRET = "a secret that only Lur and the provider have"

Claims = Mapping[str, object]


@dataclass
class OidcProvider:
    """It listens at ``issuer``; ``people`` may change while it runs."""

    issuer: str
    process: subprocess.Popen[str]

    def change(self, **people: Claims) -> None:
        """From the next sign-in on somebody is told of otherwise."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(people) + "\n")
        self.process.stdin.flush()
        assert any(line == "changed\n" for line in self.process.stdout), "it told of other things only"


@contextlib.contextmanager
def oidc_provider(home: str, provider_id: str, people: Mapping[str, Claims]) -> Iterator[OidcProvider]:
    """Start one that knows a Lur whose pages are at ``home``."""
    node = Path(sys.executable).with_name("node")
    process = subprocess.Popen(
        [node, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    settings = {
        "modules": str(MODULES),
        "secret": SECRET,
        "redirects": [f"{home}/api/sign-on/{provider_id}/back"],
        "signedOut": [f"{home}/sign-in"],
        "backChannel": f"{home}/api/sign-on/{provider_id}/ended",
        "people": people,
    }
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(settings) + "\n")
        process.stdin.flush()
        issuer = next((line.strip() for line in process.stdout if line.startswith("http")), "")
        assert issuer, "the provider did not start; are the pages' packages installed?"
        yield OidcProvider(issuer, process)
    finally:
        process.kill()
        process.wait()


def give_name_there(page: Page, name: str) -> None:
    """Sign in at the provider's own page, and agree that Lur is told."""
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
