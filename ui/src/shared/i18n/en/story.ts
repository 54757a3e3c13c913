// What happened, as sentences; lengths and ranges of time.
import type { CallMiss, WentReason } from "../../../generated/types";
import type { ContactEventKind, TimelineWords } from "../../timeline";

export const timeline = {
  ContactArrived: (d) => {
    if (!d.onLine) return "Got in touch without calling";
    return d.entering ? `Came in by ${d.channel}` : `Came to ${d.queue} by ${d.channel}`;
  },
  ContactQueued: (d) => (d.choices === "" ? `Got a place in ${d.queue}` : `Got a place in ${d.queue}. Chose: ${d.choices}`),
  ContactRefused: (d) => {
    if (d.door === "full") return `Came when the queue of ${d.queue} was full`;
    return d.time === null ? `Came when ${d.queue} was closed` : `Came when ${d.queue} was closed; it opens ${d.time}`;
  },
  ContactOverflowed: (d) => `May now also be taken by the agents of ${d.queue}`,
  CallbackAsked: () => "Keeps the place and is called back",
  CallbackPostponed: (d) => {
    if (!d.chosen) return `Is called when it opens, ${d.time}`;
    return d.until === null ? `Wants to be called from ${d.time}` : `Wants to be called between ${d.time} and ${d.until}`;
  },
  CallbackDue: () => "Time to call: stands in line at the same place",
  CallbackDialled: (d) => `${d.agent} called back, attempt ${d.attempt}`,
  CallbackAnswered: (d) => `Answered when ${d.agent} called back`,
  CallbackMissed: (d) =>
    d.time === null ? `Not reached at attempt ${d.attempt}, the last` : `Not reached at attempt ${d.attempt}. Next attempt ${d.time}`,
  StatementKept: (d) => {
    const what = { voice: `Said what it is about, ${d.duration}`, text: "Wrote what has happened", picture: "Sent a picture" }[d.form];
    const upset = d.upset === null ? "" : `. Upset: ${d.upset} of 10, in their own words`;
    return `${what}${upset}${d.tellAll ? ". Wants to tell it all first" : ""}`;
  },
  ContactTied: () => "Is about an incident that is known",
  WaitTold: (d) =>
    d.range === null ? `Was told: place ${d.place}` : `Was told: place ${d.place}, answer in ${d.range}`,
  OfferMade: (d) => `Rang at ${d.agent}`,
  OfferAccepted: (d) => `${d.agent} answered`,
  OfferDeclined: (d) => `${d.agent} could not take it`,
  OfferExpired: (d) => `${d.agent} did not answer in time`,
  OfferWithdrawn: (d) => `The ringing at ${d.agent} stopped`,
  ContactReturned: (d) =>
    d.nobodyCame ? "The colleague did not come; back in line with the same place" : `The line to ${d.agent} was lost; back in line with the same place`,
  ContactMoved: (d) => `Moved to ${d.queue} with the wait kept`,
  CalledOut: (d) => `${d.agent} called, as ${d.queue}`,
  PartyAsked: (d) =>
    ({
      consult: `${d.from} asked ${d.agent} for advice`,
      transfer: `${d.from} rang ${d.agent}, to hand the customer over`,
      help: `${d.from} asked ${d.agent} for help`,
      mentor: `${d.agent} was asked to sit in`,
      join: `${d.agent} was asked to join`,
      learner: `${d.agent} listens on`,
    })[d.purpose],
  PartyCame: (d) =>
    ({
      aside: `${d.agent} answered, beside the customer`,
      listen: `${d.agent} listens`,
      whisper: `${d.agent} speaks with the agent only`,
      joined: `${d.agent} joined`,
    })[d.part],
  PartyChanged: (d) =>
    ({
      aside: `${d.agent} answered, beside the customer`,
      listen: `${d.agent} listens`,
      whisper: `${d.agent} speaks with the agent only`,
      joined: `${d.agent} joined`,
    })[d.part],
  PartyWent: (d) => `${d.agent} is not in the call`,
  ContactHandedOver: (d) => (d.from === "" ? `${d.agent} took the customer` : `${d.agent} took the customer over from ${d.from}`),
  ContactLeftToColleague: (d) => `${d.agent} left the customer to a colleague who was being rung`,
  ContactLeftOutside: () => "Goes on with an outside number alone",
  ContactHeld: () => "Put on hold",
  ContactResumed: () => "Taken back from hold",
  PlaceResumed: () => "Got back the place of an earlier call",
  ContactDescribed: (d) => {
    if (d.result !== null) return `${d.agent} updated the result: ${d.result}`;
    return d.solved === null ? `${d.agent} updated the result` : `${d.agent} ${d.solved ? "marked it as solved" : "marked it as not solved"}`;
  },
  ContactEnded: (d) => `${d.outcome}. Ended by ${d.by}`,
  RecordingDeclined: () => "Declined recording",
  RecordingKept: (d) => `Recording kept, ${d.duration}`,
  RecordingLost: () => "The recording was lost",
  WrapUpStarted: (d) => `${d.agent} began wrap-up`,
  WrapUpFinished: (d) => (d.result === null ? `${d.agent} finished wrap-up` : `${d.agent} finished wrap-up: ${d.result}`),
  BreathStarted: (d) => `${d.agent} took a breath`,
  MoreTimeTaken: (d) => `${d.agent} took more time`,
} satisfies Record<ContactEventKind, (d: TimelineWords) => string> as Record<
  ContactEventKind,
  (d: TimelineWords) => string
>;

export const reasons = {
  declined: "declined",
  busy: "busy",
  unreachable: "the phone could not be reached",
  failed: "the phone failed",
  customer_left: "the customer hung up",
  agent_left: "the agent left",
  contact_moved: "moved to another queue",
  fewer_agents: "longer than before: fewer agents",
  longer_calls: "longer than before: the calls take more time",
  earlier_place_returned: "longer than before: somebody with an earlier place came back",
  hung_up: "hung up",
  closed: "closed",
  full: "the queue was full",
  line_lost: "the line was lost",
  media_lost: "the sound was lost",
  outside_hung_up: "the outside number hung up",
  repaired: "put right after a restart",
  stopped: "Lur was stopped",
  agent_line_lost: "the line was lost",
  agent_stopped_calling: "the agent stopped calling",
  agent_unreachable: "the phone could not be reached",
};

/** Somebody in a talk who is none of us and whose name is not kept in the story. */
export const outsider: string = "an outside number";

export const went = {
  declined: "could not come now",
  no_answer: "did not answer in time",
  busy: "busy",
  unreachable: "could not be reached",
  failed: "the call did not get through",
  refused: "the number may not be called",
  withdrawn: "was asked no longer",
  left: "left",
  lost: "the line was lost",
  dropped: "was let go",
  over: "it was over",
} satisfies Record<WentReason, string>;

export const misses = {
  busy: "busy",
  no_answer: "nobody answered",
  unreachable: "the number could not be reached",
  failed: "the call did not get through",
  refused: "the number may not be called",
} satisfies Record<CallMiss, string>;

export const range = {
  under: "under a minute",
  minutes: (low: number, high: number) => {
    if (low === high) return high === 1 ? "about 1\u00a0min" : `about ${high}\u00a0min`;
    return `${low}–\u2060${high}\u00a0min`;
  },
};

export const units = {
  seconds: (n: number) => (n === 1 ? "1 second" : `${n} seconds`),
  minutes: (n: number) => (n === 1 ? "1 minute" : `${n} minutes`),
};
