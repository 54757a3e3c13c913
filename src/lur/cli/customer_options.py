"""The options of ``lur serve`` that are about customers' pages, calling customers back and texting them."""

from __future__ import annotations

import argparse
import os
import urllib.parse
from pathlib import Path

import msgspec

from lur.adapters.sms import BadGateway, Gateway, gateway
from lur.cli.failure import Failure
from lur.cli.parsing import region
from lur.features.callbacks.numbers import COUNTRIES


class CustomerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``public_url`` is where customers reach the pages, empty when nobody said; ``sms`` is None without a
    gateway."""

    public_url: str = ""
    call_countries: tuple[str, ...] = COUNTRIES
    sms: Gateway | None = None


def add_customer_options(parser: argparse.ArgumentParser) -> None:
    """Five options."""
    env = os.environ
    parser.add_argument(
        "--public-url",
        type=_url,
        default=env.get("LUR_PUBLIC_URL", ""),
        metavar="URL",
        help="where customers reach the pages, for links that are texted: https://lur.example.net "
        "(LUR_PUBLIC_URL)",
    )
    parser.add_argument(
        "--call-countries",
        type=_countries,
        default=env.get("LUR_CALL_COUNTRIES", ",".join(COUNTRIES)),
        metavar="CC,CC",
        help="the countries that customers may be called back in (LUR_CALL_COUNTRIES, else SE,NO,DK,FI)",
    )
    parser.add_argument(
        "--sms-url",
        default=env.get("LUR_SMS_URL", ""),
        metavar="URL",
        help="a gateway for text messages that takes a form with from, to and message (LUR_SMS_URL); nothing "
        "is texted without",
    )
    parser.add_argument(
        "--sms-from",
        default=env.get("LUR_SMS_FROM", ""),
        metavar="NAME",
        help="the sender that customers see: a number or a short name (LUR_SMS_FROM)",
    )
    parser.add_argument(
        "--sms-auth-file",
        type=Path,
        default=Path(env["LUR_SMS_AUTH_FILE"]) if env.get("LUR_SMS_AUTH_FILE") else None,
        metavar="FILE",
        help="a file with one line, USER:PASSWORD, for the gateway (LUR_SMS_AUTH_FILE)",
    )


def customer_settings(options: argparse.Namespace) -> CustomerSettings:
    """The options as settings. Raises ``Failure``: bad_sms_gateway."""
    return CustomerSettings(
        public_url=options.public_url, call_countries=options.call_countries, sms=_sms(options)
    )


def _sms(options: argparse.Namespace) -> Gateway | None:
    if not options.sms_url:
        return None
    if not options.public_url:
        do = "Say where customers reach the pages: --public-url https://lur.example.net."
        raise Failure("bad_sms_gateway", "a texted link must lead somewhere", do)
    try:
        return gateway(options.sms_url, options.sms_from, options.sms_auth_file)
    except BadGateway as error:
        do = "See --sms-url, --sms-from and --sms-auth-file in `lur serve --help`."
        raise Failure("bad_sms_gateway", str(error), do) from error


def _url(text: str) -> str:
    """``https://lur.example.net``; empty for none."""
    parts = urllib.parse.urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise argparse.ArgumentTypeError(f"{text!r} is not like https://lur.example.net")
    return text.rstrip("/")


def _countries(text: str) -> tuple[str, ...]:
    """``SE,NO``."""
    words = text.replace(",", " ").split()
    if not words:
        raise argparse.ArgumentTypeError("name at least one country, like SE")
    return tuple(dict.fromkeys(region(word) for word in words))
