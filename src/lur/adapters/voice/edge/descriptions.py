"""Between SDP and the media plane: what we offer and answer for a leg, and what the peer's description
means for it.

The media plane keeps the leg's truth (law, remote, direction); these functions change the stored ``Sound``
and give the bytes to send. Each new description of ours gets a higher version (RFC 3264 section 8).
"""

from __future__ import annotations

import ipaddress

from lur.adapters.voice.edge.legs import Sound
from lur.adapters.voice.media.protocol import Address, CreateLeg, Direction, Law, SetRemote
from lur.wire import sdp

_LAWS: dict[sdp.Law, Law] = {"pcma": Law.ALAW, "pcmu": Law.ULAW}
_NAMES: dict[Law, sdp.Law] = {law: name for name, law in _LAWS.items()}
_OURS: dict[sdp.Direction, Direction] = {
    "sendrecv": Direction.SENDRECV,
    "sendonly": Direction.RECVONLY,
    "recvonly": Direction.SENDONLY,
    "inactive": Direction.INACTIVE,
}


def law_of(offer: sdp.Session | None) -> Law:
    """The law we shall speak with the sender of this offer; A-law, the European one, when we offer first.

    Raises ``SdpError`` when there is none in common.
    """
    if offer is None:
        return Law.ALAW
    if not offer.audio.laws:
        raise sdp.SdpError("no_common_codec")
    return _LAWS[offer.audio.laws[0]]


def our_offer(sound: Sound) -> bytes:
    """A description of ours, its law first and the other after it."""
    other = Law.ULAW if sound.law is Law.ALAW else Law.ALAW
    return sdp.build_offer(_our_audio(sound, other), session_id=sound.session_id, version=sound.version)


def our_answer(sound: Sound, offer: sdp.Session) -> bytes:
    """Answer the peer's offer and take over what it means. Raises ``SdpError``."""
    answer, audio = sdp.build_answer(
        offer, sound.host, sound.port, session_id=sound.session_id, version=sound.version
    )
    _take(sound, audio, offer)
    return answer


def their_answer(sound: Sound, answer: bytes) -> None:
    """The peer answered our offer: take over what it means. Raises ``SdpError``."""
    session = sdp.parse(answer)
    _take(sound, sdp.agreed(sdp.parse(our_offer(sound)), session), session)


def create_verb(sound: Sound) -> CreateLeg:
    """The verb that opens the leg in the media plane, on its old port when it had one."""
    return CreateLeg(
        sound.leg,
        sound.law,
        remote=sound.remote,
        local_port=sound.port or None,
        event_payload=sound.key_payload,
        direction=sound.direction,
    )


def remote_verb(sound: Sound) -> SetRemote:
    """The verb that tells the media plane what the peer wants now."""
    return SetRemote(sound.leg, sound.remote, sound.law, sound.key_payload, sound.direction)


def _our_audio(sound: Sound, other: Law) -> sdp.Audio:
    return sdp.Audio(host=sound.host, port=sound.port, laws=(_NAMES[sound.law], _NAMES[other]))


def _take(sound: Sound, audio: sdp.Audio, theirs: sdp.Session) -> None:
    sound.law = _LAWS[audio.laws[0]]
    sound.key_payload = audio.key_payload
    sound.direction = _OURS[theirs.audio.direction]
    wants_packets = theirs.audio.port > 0 and may_send_to(theirs.audio.host, sound.host)
    sound.remote = Address(theirs.audio.host, theirs.audio.port) if wants_packets else None


def may_send_to(host: str, ours: str) -> bool:
    """Whether sound may be sent where a description says: to one machine, and to this one itself only when
    that is where the peer reaches us (a stranger must not aim packets at what listens here). A peer that is
    not sent to is heard all the same, and is then answered where it sends from.
    """
    try:
        address, local = ipaddress.ip_address(host), ipaddress.ip_address(ours)
    except ValueError:
        return host != ""
    if address.is_unspecified or address.is_multicast or address.is_reserved:
        return False
    return local.is_loopback or not address.is_loopback
