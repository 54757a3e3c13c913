"""The four transaction machines of RFC 3261 17, with RFC 6026's Accepted states, as tables.

A row says, for a state and what happened, the next state and what to do in order. A missing row means:
absorb it and do nothing. The tables are the only place where this is decided; `transactions.py` only
carries out the actions.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["client_invite", "client_other", "server_invite", "server_other"]
State = Literal[
    "start", "calling", "trying", "proceeding", "completed", "accepted", "confirmed", "terminated"
]
Happening = Literal[
    "begin", "provisional", "success", "failure", "repeated", "ack", "transport_error",
    "timer_a", "timer_b", "timer_d", "timer_e", "timer_f", "timer_g", "timer_h", "timer_i",
    "timer_j", "timer_k",
    "timer_l", "timer_m",
]  # fmt: skip
Action = Literal[
    "send", "resend", "acknowledge", "pass_up", "tell_timeout", "tell_failure",
    "arm_a", "arm_b", "arm_d", "arm_e", "arm_e_slow", "arm_f", "arm_g", "arm_h", "arm_i", "arm_j",
    "arm_k", "arm_l",
    "arm_m",
    "stop_a", "stop_b", "stop_e", "stop_f", "stop_g", "stop_h",
]  # fmt: skip
Table = dict[tuple[State, Happening], tuple[State, tuple[Action, ...]]]

CLIENT_INVITE: Table = {
    ("start", "begin"): ("calling", ("send", "arm_a", "arm_b")),
    ("calling", "timer_a"): ("calling", ("resend", "arm_a")),
    ("calling", "timer_b"): ("terminated", ("tell_timeout",)),
    ("calling", "transport_error"): ("terminated", ("tell_failure",)),
    ("calling", "provisional"): ("proceeding", ("stop_a", "stop_b", "pass_up")),
    ("calling", "success"): ("accepted", ("stop_a", "stop_b", "arm_m", "pass_up")),
    ("calling", "failure"): ("completed", ("stop_a", "stop_b", "acknowledge", "arm_d", "pass_up")),
    ("proceeding", "provisional"): ("proceeding", ("pass_up",)),
    ("proceeding", "success"): ("accepted", ("arm_m", "pass_up")),
    ("proceeding", "failure"): ("completed", ("acknowledge", "arm_d", "pass_up")),
    ("completed", "failure"): ("completed", ("acknowledge",)),
    ("completed", "timer_d"): ("terminated", ()),
    ("accepted", "success"): ("accepted", ("pass_up",)),
    ("accepted", "timer_m"): ("terminated", ()),
}

CLIENT_OTHER: Table = {
    ("start", "begin"): ("trying", ("send", "arm_e", "arm_f")),
    ("trying", "timer_e"): ("trying", ("resend", "arm_e")),
    ("trying", "timer_f"): ("terminated", ("stop_e", "tell_timeout")),
    ("trying", "transport_error"): ("terminated", ("stop_e", "stop_f", "tell_failure")),
    ("trying", "provisional"): ("proceeding", ("pass_up",)),
    ("trying", "success"): ("completed", ("stop_e", "stop_f", "arm_k", "pass_up")),
    ("trying", "failure"): ("completed", ("stop_e", "stop_f", "arm_k", "pass_up")),
    ("proceeding", "timer_e"): ("proceeding", ("resend", "arm_e_slow")),
    ("proceeding", "timer_f"): ("terminated", ("stop_e", "tell_timeout")),
    ("proceeding", "transport_error"): ("terminated", ("stop_e", "stop_f", "tell_failure")),
    ("proceeding", "provisional"): ("proceeding", ("pass_up",)),
    ("proceeding", "success"): ("completed", ("stop_e", "stop_f", "arm_k", "pass_up")),
    ("proceeding", "failure"): ("completed", ("stop_e", "stop_f", "arm_k", "pass_up")),
    ("completed", "timer_k"): ("terminated", ()),
}

SERVER_INVITE: Table = {
    ("start", "begin"): ("proceeding", ()),
    ("proceeding", "repeated"): ("proceeding", ("resend",)),
    ("proceeding", "provisional"): ("proceeding", ("send",)),
    ("proceeding", "success"): ("accepted", ("send", "arm_l")),
    ("proceeding", "failure"): ("completed", ("send", "arm_g", "arm_h")),
    ("completed", "repeated"): ("completed", ("resend",)),
    ("completed", "timer_g"): ("completed", ("resend", "arm_g")),
    ("completed", "timer_h"): ("terminated", ("stop_g",)),
    ("completed", "ack"): ("confirmed", ("stop_g", "stop_h", "arm_i")),
    ("confirmed", "timer_i"): ("terminated", ()),
    ("accepted", "success"): ("accepted", ("send",)),
    ("accepted", "timer_l"): ("terminated", ()),
}

SERVER_OTHER: Table = {
    ("start", "begin"): ("trying", ()),
    ("trying", "provisional"): ("proceeding", ("send",)),
    ("trying", "success"): ("completed", ("send", "arm_j")),
    ("trying", "failure"): ("completed", ("send", "arm_j")),
    ("proceeding", "repeated"): ("proceeding", ("resend",)),
    ("proceeding", "provisional"): ("proceeding", ("send",)),
    ("proceeding", "success"): ("completed", ("send", "arm_j")),
    ("proceeding", "failure"): ("completed", ("send", "arm_j")),
    ("completed", "repeated"): ("completed", ("resend",)),
    ("completed", "timer_j"): ("terminated", ()),
}

TABLES: dict[Kind, Table] = {
    "client_invite": CLIENT_INVITE,
    "client_other": CLIENT_OTHER,
    "server_invite": SERVER_INVITE,
    "server_other": SERVER_OTHER,
}
