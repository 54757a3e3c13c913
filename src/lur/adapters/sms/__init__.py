"""Text messages through a gateway's HTTP interface, in the shape that 46elks gave it."""

from lur.adapters.sms.http_texts import BadGateway, Gateway, HttpTexts, gateway

__all__ = ["BadGateway", "Gateway", "HttpTexts", "gateway"]
