"""``decide`` answers a command with the events that follow from it, or with why not. It changes nothing.

Each command kind has one function, in the module of its family; what they all share, the offers that have
become possible, is added here. So one command gives one whole: journaled together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lur.core import commands as c
from lur.core import decide_agents as agents
from lur.core import decide_callbacks as callbacks
from lur.core import decide_colleagues as colleagues
from lur.core import decide_contacts as contacts
from lur.core import decide_due as due
from lur.core import decide_entry as entry
from lur.core import decide_mentors as mentors
from lur.core import decide_office as office
from lur.core import decide_outgoing as outgoing
from lur.core import decide_reach as reach
from lur.core import decide_setup as setup
from lur.core import decide_story as story
from lur.core.events import AnyEvent
from lur.core.ids import Instant
from lur.core.ranking import offers_after
from lur.core.rejections import Rejected
from lur.core.state import State

Decided = list[AnyEvent] | Rejected


def decide(state: State, command: c.AnyCommand) -> tuple[AnyEvent, ...] | Rejected:
    """The events of ``command``, in order, offers last; an empty tuple when it asks for what already is."""
    decided = _DECISIONS[type(command)](state, command)
    if isinstance(decided, Rejected):
        return decided
    return (*decided, *offers_after(state, decided, command.at))


def next_deadline(state: State) -> Instant | None:
    """When ``Tick`` is next needed, or None. May lie in the past after a stop; then it is needed now."""
    return state.deadlines[0][0] if state.deadlines else None


_DECISIONS: dict[type, Callable[[State, Any], Decided]] = {
    c.AddQueue: setup.add_queue,
    c.ChangeQueue: setup.change_queue,
    c.AddAgent: setup.add_agent,
    c.ChangeAgentSkills: setup.change_agent_skills,
    c.RemoveAgent: setup.remove_agent,
    c.BecomeReady: agents.become_ready,
    c.TakePause: colleagues.passing_on(agents.take_pause),
    c.SignOut: colleagues.passing_on(agents.sign_out),
    c.TakeMoreTime: agents.take_more_time,
    c.FinishWrapUp: agents.finish_wrap_up,
    c.ReportHindrance: colleagues.passing_on(reach.report_hindrance),
    c.ArriveContact: entry.arrive,
    c.QueueContact: entry.queue_contact,
    c.RequestCallback: entry.request_callback,
    c.AskCallback: callbacks.ask,
    c.ReportAttempt: callbacks.report_attempt,
    c.KeepStatement: story.keep_statement,
    c.OpenIncident: story.open_incident,
    c.SolveIncident: story.solve_incident,
    c.TieContact: story.tie,
    c.ResumePlace: contacts.resume_place,
    c.AcceptOffer: contacts.accept_offer,
    c.DeclineOffer: contacts.decline_offer,
    c.EndContact: contacts.end,
    c.ReturnContact: contacts.give_back,
    c.MoveContact: contacts.move,
    c.HoldContact: contacts.hold,
    c.ResumeContact: contacts.resume,
    c.StandBy: colleagues.stand_by,
    c.AskParty: colleagues.ask,
    c.AnswerAsk: colleagues.answer,
    c.DeclineAsk: colleagues.decline,
    c.EndParty: colleagues.end_party,
    c.ChangePart: colleagues.change_part,
    c.HandOver: colleagues.hand_over,
    c.TakeOver: colleagues.take_over,
    c.JoinTalk: colleagues.join,
    c.LeaveTalk: contacts.leave,
    c.SitIn: mentors.sit_in,
    c.GetUp: mentors.get_up,
    c.CallOut: outgoing.call_out,
    c.DescribeContact: story.describe,
    c.DeclineRecording: story.decline_recording,
    c.KeepRecording: story.keep_recording,
    c.LoseRecording: story.lose_recording,
    c.ChangeAgentTeam: office.change_team,
    c.AssignAgent: office.assign,
    c.EndAssignment: office.end_assignment,
    c.ChangePauses: office.change_pauses,
    c.NoteChange: office.note,
    c.AskRating: office.ask_rating,
    c.RateContact: office.rate,
    c.Tick: due.tick,
}
