// Small views for tests: everything usual, with what the test is about given.
import type { AgentView, ContactView, QueueView, Snapshot, Status, TodayView } from "../src/generated/types";

const today: TodayView = {
  arrived: 0,
  turned_away: 0,
  answered: 0,
  answered_in_time: 0,
  abandoned: 0,
  abandoned_short: 0,
  lost: 0,
  service_level: null,
  abandonment: null,
  asa_ms: null,
  aht_ms: null,
  estimate_kept: null,
  estimate_error_ms: null,
};

export function queue(id: string, more: Partial<QueueView> = {}): QueueView {
  return {
    id,
    name: id,
    channel: "voice",
    promise_ms: 60_000,
    required_skills: [],
    waiting: [],
    offered: [],
    waiting_count: 0,
    longest_wait_since: null,
    talking_count: 0,
    callback_count: 0,
    ready_agents: 0,
    open: true,
    opens: null,
    override: null,
    today,
    estimate: null,
    demo: false,
    ...more,
  };
}

export function contact(id: string, more: Partial<ContactView> = {}): ContactView {
  return {
    id,
    queue_id: "a",
    channel: "voice",
    language: "sv",
    entry: "support",
    phase: "waiting",
    phase_since: 0,
    place: 1,
    place_at_arrival: 1,
    entered: 0,
    due: 60_000,
    agent_id: null,
    offer_id: null,
    offer_expires: null,
    answered_at: null,
    told: null,
    until: null,
    callback: null,
    also: [],
    choices: [],
    statements: 0,
    upset: null,
    tell_all: false,
    solved: false,
    incident_id: null,
    parties: [],
    left_by: null,
    hold_since: null,
    hold_reminded: false,
    hold_over: false,
    is_outgoing: false,
    hints: 0,
    recording_declined: false,
    one_way_audio: false,
    caller: { number: "", name: "", customer_id: "" },
    ...more,
  };
}

export function agent(id: string, more: Partial<AgentView> = {}): AgentView {
  return {
    id,
    name: id,
    presence: "ready",
    since: 0,
    until: null,
    reason: null,
    hindrance: null,
    next: null,
    contacts: [],
    assists: null,
    stands_by: false,
    helps: false,
    learner_id: null,
    mentor_id: null,
    skills: [],
    own_skills: [],
    team: "",
    assignment: null,
    phone_registered: true,
    at_desk: false,
    phone_address: "",
    demo: false,
    ...more,
  };
}

export function status(more: Partial<Status> = {}): Status {
  return {
    at: 1000,
    centre: {
      company: { sv: "", nb: "", en: "" },
      today,
      occupancy: null,
      told_by_hour: [],
      incidents: [],
      proposals: [],
      messages: [],
      dial: [],
      demo: false,
      version: "",
    },
    queues: [],
    contacts: [],
    agents: [],
    trunks: [],
    health: {
      journal: "ok",
      journal_seq: 0,
      edge: "up",
      media: "up",
      legs: 0,
      media_cpu_percent: 0,
      lost_percent: 0,
      strangers_dropped: 0,
      one_way: [],
      disk_free_bytes: 0,
      alarms: [],
    },
    ...more,
  };
}

export function snapshot(seq: number, of: Status = status()): Snapshot {
  return { type: "snapshot", run: "run", seq, status: of };
}
