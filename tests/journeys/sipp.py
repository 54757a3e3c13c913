"""SIPp as many callers at once, each one scripted by a scenario written here.

``Callers`` is one SIPp process; its message log tells what each call met.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from journeys.baresip import free_port

SDP = """\
      v=0
      o=sipp 53655765 2353687637 IN IP[local_ip_type] [local_ip]
      s=-
      c=IN IP[media_ip_type] [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP {payloads}
      {rtpmap}
"""
G711 = SDP.format(
    payloads="8 0 101",
    rtpmap="a=rtpmap:8 PCMA/8000\n      a=rtpmap:0 PCMU/8000\n      a=rtpmap:101 telephone-event/8000",
)
OPUS = SDP.format(payloads="111", rtpmap="a=rtpmap:111 opus/48000/2")

INVITE = """\
  <send retrans="500">
    <![CDATA[
      INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: "Caller [call_number]" <sip:+4670[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>
      Call-ID: [call_id]
      CSeq: 1 INVITE
      Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
      Max-Forwards: 70
{headers}      Content-Type: application/sdp
      Content-Length: [len]

{sdp}
    ]]>
  </send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
"""
ACK = """\
  <send>
    <![CDATA[
      ACK [next_url] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: "Caller [call_number]" <sip:+4670[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
      Call-ID: [call_id]
      CSeq: 1 ACK
      Max-Forwards: 70
      Content-Length: 0

    ]]>
  </send>
"""
BYE = """\
  <send retrans="500">
    <![CDATA[
      BYE [next_url] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: "Caller [call_number]" <sip:+4670[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
      Call-ID: [call_id]
      CSeq: 2 BYE
      Max-Forwards: 70
      Content-Length: 0

    ]]>
  </send>
  <recv response="200"/>
"""
BYE_COMES = """\
  <recv request="BYE"/>
  <send>
    <![CDATA[
      SIP/2.0 200 OK
      [last_Via:]
      [last_From:]
      [last_To:]
      [last_Call-ID:]
      [last_CSeq:]
      Content-Length: 0

    ]]>
  </send>
"""
ANSWERED = '  <recv response="200" rrs="true"/>\n'


def scenario(*steps: str) -> str:
    """A scenario of these steps."""
    body = "".join(steps)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="lur">\n{body}</scenario>\n'


def talks(*headers: str) -> str:
    """Calls, with these headers added, and stays until the other side hangs up."""
    added = "".join(f"      {header}\n" for header in headers)
    return scenario(INVITE.format(sdp=G711, headers=added), ANSWERED, ACK, BYE_COMES)


def leaves_after(ms: int) -> str:
    """Calls, waits, and hangs up."""
    return scenario(
        INVITE.format(sdp=G711, headers=""), ANSWERED, ACK, f'  <pause milliseconds="{ms}"/>\n', BYE
    )


def refused_with(status: int, sdp: str = G711) -> str:
    """Calls, and must be refused like this."""
    return scenario(INVITE.format(sdp=sdp, headers=""), f'  <recv response="{status}"/>\n', ACK)


@dataclass
class Callers:
    """One SIPp process."""

    process: subprocess.Popen[bytes]
    folder: Path

    def wait(self, seconds: float) -> int:
        """Its exit code: 0 when every call went as its scenario says."""
        return self.process.wait(seconds)

    def log(self) -> str:
        """What it said, errors and messages."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {f.name}\n{f.read_text(errors='replace')[-3000:]}" for f in files)


@contextlib.contextmanager
def callers(
    folder: Path,
    script: str,
    *,
    sip_port: int,
    address: str,
    calls: int,
    per_second: float = 10.0,
    host: str = "127.0.0.1",
) -> Iterator[Callers]:
    """``calls`` callers at ``host`` to ``address``, so many a second, until all are done."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.xml").write_text(script)
    program = shutil.which("sipp")
    assert program, "Debian's sip-tester is missing; ./test installs it"
    argv = [
        *(program, f"127.0.0.1:{sip_port}", "-sf", "scenario.xml", "-s", address),
        *("-i", host, "-p", str(free_port()), "-mi", host, "-mp", str(free_port(count=4))),
        *("-m", str(calls), "-l", str(calls), "-r", str(per_second), "-nostdin"),
        *("-trace_err", "-error_file", "errors.log", "-recv_timeout", "180000"),
    ]
    with (folder / "screen.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield Callers(process, folder)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
