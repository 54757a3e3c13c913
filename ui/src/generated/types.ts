// Made by tools/generate_types.py of the Python schema. Change that, not this.

export type ActKind = "assigned" | "assignment_ended" | "opened" | "closed" | "hours_back" | "message" | "withdrawn";
export type AgentId = string;
export type AlarmCode = "journal_unavailable" | "edge_down" | "media_down" | "one_way_audio" | "trunk_down" | "disk_low" | "backup_old" | "figures_differ" | "webhook_paused" | "webhook_set_aside" | "work_failing";
export type AnyEvent = QueueAdded | QueueChanged | AgentAdded | AgentSkillsChanged | AgentRemoved | AgentBecameReady | AgentPaused | AgentSignedOut | PauseRequested | SignOutRequested | RequestWithdrawn | WrapUpStarted | WrapUpFinished | BreathStarted | MoreTimeTaken | AgentHindered | AgentUnhindered | AgentBecameUnreachable | ContactArrived | ContactQueued | ContactRefused | ContactOverflowed | CallbackAsked | CallbackPostponed | CallbackDue | CallbackDialled | CallbackAnswered | CallbackMissed | StatementKept | IncidentOpened | IncidentSolved | ContactTied | WaitTold | PlaceResumed | ContactReturned | ContactMoved | ContactHeld | ContactResumed | HoldReminded | AgentStoodBy | PartyAsked | PartyCame | PartyChanged | PartyWent | ContactHandedOver | ContactLeftToColleague | ContactLeftOutside | MentorSatIn | MentorGotUp | CalledOut | ContactEnded | ContactDescribed | RecordingDeclined | RecordingKept | RecordingLost | OfferMade | OfferAccepted | OfferDeclined | OfferExpired | OfferWithdrawn | AgentTeamChanged | AgentAssigned | AssignmentEnded | PausesChanged | ChangeNoted | RatingAsked | ContactRated;
export type AsideReason = "erased" | "no_sound" | "nobody_there" | "wrong_language" | "other";
export type AskPurpose = "consult" | "transfer" | "help";
export type By = "hour" | "day" | "weekday" | "queue" | "team" | "result" | "channel";
export type Cadence = "daily" | "weekly" | "monthly";
export type CallFault = "" | "not_reached" | "queue_closed" | "nobody_answered" | "no_sound" | "not_recorded" | "stopped";
export type CallMiss = "busy" | "no_answer" | "unreachable" | "failed" | "refused";
export type ChangeKind = "made" | "changed" | "linked" | "unlinked" | "merged" | "unmerged" | "erased";
export type Channel = "voice" | "chat" | "mail" | "social";
export type CheckName = "doors" | "keys" | "secret" | "redirect";
export type CheckVerdict = "good" | "fair" | "bad";
export type CheckedWhat = "day" | "reports";
export type CommandId = string;
export type Compare = "week" | "year";
export type ComplaintCode = "bad_message" | "old_number" | "too_many" | "no_agent_of_yours" | "hello_first" | "other_desk" | "desk_replaced" | "not_the_phone" | "edge_down";
export type ContactId = string;
export type ContactPhase = "entering" | "refused" | "waiting" | "resting" | "offered" | "dialling" | "talking" | "held" | "transferring" | "outside";
export type Countable = "arrived" | "answered" | "answered_in_time" | "abandoned" | "abandoned_short" | "turned_away" | "lost" | "informed" | "joined" | "not_reached" | "callbacks_asked" | "callbacks_dialled" | "called_out" | "handled" | "handed_over" | "given_to_queues" | "consulted" | "helped" | "told" | "told_kept" | "served" | "judged" | "came_back" | "first_judged" | "first_solved" | "rating_asked" | "rating_given" | "rating_good";
export type Country = "SE" | "NO";
export type DayKind = "holiday" | "eve" | "own";
export type DayMeaning = "closed" | "shortened" | "other_hours" | "as_usual";
export type DeclineReason = "declined" | "busy" | "unreachable" | "failed";
export type DeliveryState = "waiting" | "delivered" | "set_aside" | "skipped";
export type DeskAudio = "off" | "connecting" | "up" | "no_microphone" | "microphone_lost" | "failed";
export type DeskDownstream = DeskRole | DeskPing | PhoneAnswer | PhoneRefused | PhoneRenew | Complaint;
export type DeskEndpoint = "browser" | "sip";
export type DeskId = string;
export type DeskRoleName = "phone" | "elsewhere" | "none";
export type DeskUpstream = DeskHello | DeskPulse | PhoneOffer | PhoneLeave | TakeOver | EchoCheck;
export type Door = "closed" | "full";
export type EndCause = "hung_up" | "closed" | "full" | "line_lost" | "media_lost" | "repaired" | "stopped" | "told_when_solved" | "not_reached" | "joined" | "outside_hung_up";
export type EndedBy = "customer" | "agent" | "system";
export type EveCode = "easter_eve" | "midsummer_eve" | "christmas_eve" | "new_years_eve";
export type EveKind = "keep" | "close" | "shorten";
export type FlowFaultCode = "flow_no_way_in" | "flow_dead_end" | "flow_trap" | "flow_unreachable" | "flow_unknown_queue" | "flow_node_twice" | "flow_bad_id" | "flow_key_twice" | "flow_bad_key" | "flow_no_options" | "flow_empty_words" | "flow_out_of_range" | "flow_too_long";
export type GrownReason = "fewer_agents" | "longer_calls" | "earlier_place_returned";
export type GuideState = "open" | "done" | "later";
export type GuideStep = "company" | "languages" | "queue" | "number" | "agents" | "hours" | "call";
export type HeardPart = "listen" | "whisper" | "joined";
export type Hindrance = "desk_gone" | "asleep" | "lagging" | "no_microphone" | "microphone_lost" | "no_audio_path" | "no_phone";
export type IncidentDeed = "opened" | "published" | "changed" | "withdrawn" | "solved";
export type IncidentId = string;
export type IncidentState = "open" | "published" | "solved";
export type ItemChangeKind = "added" | "changed" | "removed";
export type Language = "sv" | "nb" | "en";
export type LiveMessage = Snapshot | Changes | Alive;
export type MailState = "waiting" | "sent" | "given_up";
export type Mend = "ready" | "microphone" | "take_over" | "reconnect" | "sound" | "ask_supervisor";
export type MessageKind = "contact.arrived" | "contact.queued" | "contact.refused" | "contact.statement_kept" | "contact.wait_told" | "contact.tied" | "contact.callback_asked" | "contact.callback_missed" | "contact.offered" | "contact.answered" | "contact.called_out" | "contact.held" | "contact.resumed" | "contact.returned" | "contact.moved" | "contact.handed_over" | "contact.ended" | "contact.described" | "contact.rated" | "contact.recording_kept";
export type Moment = "greet" | "let_finish" | "say_back" | "check" | "solve" | "confirm" | "close" | "hold" | "transfer" | "long_wait" | "yes_no";
export type Node = Say | ChooseLanguage | Menu | WhenOpen | ToQueue | Goodbye;
export type NodeKind = "Say" | "ChooseLanguage" | "Menu" | "WhenOpen" | "ToQueue" | "Goodbye";
export type NotificationLeave = "granted" | "denied" | "default" | "unsupported";
export type OfferId = string;
export type OfferOutcome = "open" | "accepted" | "declined" | "missed" | "withdrawn";
export type OpenKind = "goes_on" | "promised" | "unsolved";
export type Origin = "drawn" | "added" | "asked";
export type Outcome = "served" | "abandoned" | "turned_away" | "lost" | "informed" | "not_reached" | "joined";
export type Part = "aside" | "listen" | "whisper" | "joined";
export type PartyId = string;
export type Period = "day" | "week" | "month";
export type Permission = "public" | "own_account" | "see_status" | "act_as_agent" | "act_for_agents" | "see_contacts" | "see_all_contacts" | "play_recordings" | "see_customers" | "change_customers" | "erase_contacts" | "manage_dispositions" | "manage_answers" | "manage_phrases" | "manage_incidents" | "see_colleagues" | "manage_colleagues" | "manage_refusals" | "manage_skills" | "manage_agents" | "manage_queues" | "review_quality" | "manage_forms" | "manage_schedules" | "see_reports" | "manage_telephony" | "manage_accounts" | "manage_api" | "manage_settings" | "see_trail" | "read_metrics";
export type Phase = "entering" | "refused" | "waiting" | "resting" | "offered" | "dialling" | "talking" | "held" | "transferring" | "outside" | "ended";
export type PostingFault = "" | "answered" | "redirected" | "gone" | "timed_out" | "unreachable" | "bad_certificate" | "unknown_host" | "private_address" | "bad_answer";
export type PresenceName = "signed_out" | "ready" | "unreachable" | "offered" | "on_contact" | "wrap_up" | "breath" | "pause" | "standby" | "asked" | "assisting";
export type PromptMoment = "greeting" | "waiting" | "choices" | "places" | "callback" | "statement" | "code" | "agents";
export type Purpose = "consult" | "transfer" | "help" | "join" | "mentor" | "learner";
export type QueueId = string;
export type RatingWay = "key" | "page";
export type RecordingId = string;
export type RefusalReason = "asked_not_to" | "do_not_call" | "wrong_person" | "other";
export type RejectionCode = "unknown_queue" | "unknown_agent" | "unknown_contact" | "unknown_offer" | "queue_exists" | "agent_exists" | "contact_exists" | "bad_settings" | "wrong_channel" | "agent_not_signed_out" | "presence_forbids" | "contact_not_talking" | "contact_already_ended" | "offer_is_over" | "place_not_kept" | "not_to_be_called" | "contact_not_waiting" | "contact_not_entering" | "unknown_incident" | "incident_exists" | "queue_closed" | "same_agent" | "agent_not_available" | "already_in_talk" | "already_asking" | "too_many_in_talk" | "nobody_to_help" | "nobody_to_leave_to" | "moves_in_a_loop" | "ask_is_over" | "ask_not_answered" | "only_listens" | "already_taken_over" | "part_forbidden" | "not_sitting_in" | "lacks_skills" | "contact_not_over";
export type Reply = "seen" | "disagree";
export type ReturnReason = "agent_line_lost" | "agent_unreachable" | "agent_stopped_calling" | "nobody_came";
export type ReviewPurpose = "review" | "second" | "calibration";
export type Role = "agent" | "trainer" | "planner" | "auditor" | "supervisor" | "admin";
export type RowFault = "name_missing" | "name_long" | "login_missing" | "login_strange" | "login_taken" | "login_twice" | "role_unknown" | "language_unknown" | "team_long" | "skill_strange" | "skills_many";
export type SaidSolved = "yes" | "no" | "unknown";
export type SampleState = "open" | "begun" | "done" | "aside";
export type Scale = "yes_no" | "to_three" | "to_five";
export type Side = "this" | "other";
export type SignOutReason = "asked" | "pause_expired" | "removed";
export type SpokenReason = "waits" | "times" | "numbers" | "own_words";
export type Standing = "good" | "finishing" | "outdated";
export type StatementForm = "voice" | "text" | "picture";
export type StatementId = string;
export type StretchMin = 0 | 30 | 45 | 60;
export type TiedState = "here" | "gone" | "to_tell" | "texted" | "on_page" | "seen" | "wants_call" | "told";
export type TokenState = "good" | "over" | "maker_gone";
export type TrailOrigin = "page" | "token" | "command_line" | "import" | "undo" | "outside";
export type TrialFault = "" | "ended" | "no_trunk" | "name" | "connection" | "tls" | "certificate" | "no_sign" | "rang_out" | "status" | "no_media" | "no_sound";
export type TrialStep = "asking" | "ringing" | "answered" | "heard" | "over";
export type TrunkState = "up" | "down" | "registering" | "unknown";
export type TryEnd = "queue" | "goodbye" | "fallback";
export type TryHappening = "went_on" | "pressed" | "wrong_key" | "silent" | "open" | "closed" | "queued" | "ended";
export type Unit = "kr" | "percent" | "none";
export type Way = "password" | "passkey" | "sign_on";
export type WebhookState = "on" | "off" | "paused";
export type WentReason = "declined" | "no_answer" | "busy" | "unreachable" | "failed" | "refused" | "withdrawn" | "left" | "lost" | "dropped" | "over";
export type WhyCode = "signed_in" | "presence" | "skills" | "lease" | "microphone" | "sound" | "phone" | "order" | "offers";
export type WithdrawReason = "customer_left" | "agent_left" | "contact_moved" | "agent_unreachable";

export type Instant = number;

/** A skill and its level, 1 (can) to 5 (master). In a queue: the least level that is needed. */
export interface Skill {
  readonly name: string;
  readonly level: number;
}

/** One weekly span in which a queue is open, in the company's local time. */
export interface OpenSpan {
  readonly weekday: number;
  readonly from_minute: number;
  readonly to_minute: number;
}

/** Part of one day, in minutes since local midnight; ``to_minute`` excluded and at most 1440. */
export interface DaySpan {
  readonly from_minute: number;
  readonly to_minute: number;
}

/** A date whose hours are not those of its weekday: a holiday, an eve, an extra Saturday. */
export interface SpecialDay {
  readonly day: number;
  readonly spans: readonly DaySpan[];
}

/** After ``after_ms`` of credited wait a contact is offered to another queue's agents too; its place in the one order stays what it is. */
export interface Overflow {
  readonly after_ms: number;
  readonly queue_id: QueueId;
}

/** From one instant to another the queue is open, or closed, whatever its hours say. */
export interface HoursOverride {
  readonly is_open: boolean;
  readonly from_at: number;
  readonly until_at: number;
}

/** What agents may pause for, and for how long; then they are signed out. Its words lie beside. */
export interface PauseReason {
  readonly name: string;
  readonly limit_ms: number;
}

/** What a queue promises and how its offers run. Times in milliseconds. */
export interface QueueSettings {
  readonly name: string;
  readonly channel: Channel;
  readonly promise_ms: number;
  readonly required_skills: readonly Skill[];
  readonly ring_timeout_ms: number;
  readonly wrap_up_ms: number;
  readonly breath_ms: number;
  readonly tell_every_ms: number;
  readonly resume_ms: number;
  readonly opening_hours: readonly OpenSpan[];
  readonly special_days: readonly SpecialDay[];
  readonly override: HoursOverride | null;
  readonly overflow: readonly Overflow[];
  readonly most_waiting: number;
  readonly hold_remind_ms: number;
  readonly hold_limit_ms: number;
  readonly callbacks: boolean;
  readonly asks_rating: boolean;
  readonly demo: boolean;
}

/** One text in the three languages; an empty one is spoken in the flow's own language. */
export interface Words {
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
}

/** Says something and goes on. */
export interface Say {
  readonly kind: "Say";
  readonly id: string;
  readonly words: Words;
  readonly then: string;
}

/** A key and the language that it chooses. */
export interface LanguageOption {
  readonly key: string;
  readonly language: Language;
}

/** Each option is said in its own language. Without a key the entry's language stays. */
export interface ChooseLanguage {
  readonly kind: "ChooseLanguage";
  readonly id: string;
  readonly options: readonly LanguageOption[];
  readonly then: string;
}

/** A key, the name that agents see ("invoice"), and where it leads. */
export interface MenuOption {
  readonly key: string;
  readonly name: string;
  readonly then: string;
}

/** Asks for a key, at most ``tries`` times; who presses nothing goes on at ``otherwise``. */
export interface Menu {
  readonly kind: "Menu";
  readonly id: string;
  readonly words: Words;
  readonly options: readonly MenuOption[];
  readonly otherwise: string;
  readonly tries: number;
  readonly wait_ms: number;
}

/** Which way, by a queue's opening hours and special days. */
export interface WhenOpen {
  readonly kind: "WhenOpen";
  readonly id: string;
  readonly queue_id: QueueId;
  readonly open: string;
  readonly closed: string;
}

/** The end: the contact takes its place, or hears that the queue is closed or full. */
export interface ToQueue {
  readonly kind: "ToQueue";
  readonly id: string;
  readonly queue_id: QueueId;
}

/** The other end: says something and hangs up. */
export interface Goodbye {
  readonly kind: "Goodbye";
  readonly id: string;
  readonly words: Words;
}

/** A whole flow. ``fallback`` is the queue of a caller whose flow cannot go on. */
export interface Flow {
  readonly flow_id: string;
  readonly name: string;
  readonly first: string;
  readonly nodes: readonly Node[];
  readonly fallback: QueueId;
}

/** A queue exists. */
export interface QueueAdded {
  readonly kind: "QueueAdded";
  readonly at: number;
  readonly queue_id: QueueId;
  readonly settings: QueueSettings;
}

/** A queue has new settings. */
export interface QueueChanged {
  readonly kind: "QueueChanged";
  readonly at: number;
  readonly queue_id: QueueId;
  readonly settings: QueueSettings;
}

/** An agent is known. */
export interface AgentAdded {
  readonly kind: "AgentAdded";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly skills: readonly Skill[];
  readonly written_capacity: number;
  readonly team: string;
  readonly demo: boolean;
}

/** An agent has other skills than before. */
export interface AgentSkillsChanged {
  readonly kind: "AgentSkillsChanged";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly skills: readonly Skill[];
}

/** An agent is no longer known. */
export interface AgentRemoved {
  readonly kind: "AgentRemoved";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** The agent can be offered contacts. */
export interface AgentBecameReady {
  readonly kind: "AgentBecameReady";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** The agent is away for a reason, until ``until`` at the latest. */
export interface AgentPaused {
  readonly kind: "AgentPaused";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly reason: string;
  readonly until: number;
}

/** The agent has left. */
export interface AgentSignedOut {
  readonly kind: "AgentSignedOut";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly reason: SignOutReason;
}

/** The agent will pause when the contact and its wrap-up are done. */
export interface PauseRequested {
  readonly kind: "PauseRequested";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly reason: string;
  readonly limit_ms: number;
}

/** The agent will leave when the contact and its wrap-up are done. */
export interface SignOutRequested {
  readonly kind: "SignOutRequested";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** The agent stays after all: the asked-for pause or sign-out is taken back. */
export interface RequestWithdrawn {
  readonly kind: "RequestWithdrawn";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** The contact is over, the agent works on with it until ``until`` at the latest. */
export interface WrapUpStarted {
  readonly kind: "WrapUpStarted";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly contact_id: ContactId;
  readonly until: number;
}

/** The work after the contact is done, by the agent or by its limit (``disposition`` None). */
export interface WrapUpFinished {
  readonly kind: "WrapUpFinished";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly contact_id: ContactId;
  readonly disposition: string | null;
  readonly solved: boolean | null;
  readonly hard: boolean;
  readonly unsure: boolean;
}

/** A short pause after a contact, before the next. */
export interface BreathStarted {
  readonly kind: "BreathStarted";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly until: number;
}

/** The wrap-up or breath lasts until ``until``. */
export interface MoreTimeTaken {
  readonly kind: "MoreTimeTaken";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly until: number;
}

/** The agent's desk cannot be called, and why. Another hindrance takes the place of an earlier one. */
export interface AgentHindered {
  readonly kind: "AgentHindered";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly hindrance: Hindrance;
}

/** The agent's desk can be called again. */
export interface AgentUnhindered {
  readonly kind: "AgentUnhindered";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** The agent wants contacts but cannot be called; at ``until`` a pause begins. */
export interface AgentBecameUnreachable {
  readonly kind: "AgentBecameUnreachable";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly until: number;
}

/** A contact is here. ``entered`` is when the wait began, ``due`` when it should be answered. */
export interface ContactArrived {
  readonly kind: "ContactArrived";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
  readonly channel: Channel;
  readonly language: Language;
  readonly entry: string;
  readonly entered: number;
  readonly due: number;
  readonly entering: boolean;
  readonly on_line: boolean;
}

/** The agent's side failed; the contact waits again at its credited place. */
export interface ContactReturned {
  readonly kind: "ContactReturned";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly reason: ReturnReason;
}

/** The contact waits in another queue; ``entered`` is unchanged, ``due`` follows the new promise. */
export interface ContactMoved {
  readonly kind: "ContactMoved";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
  readonly due: number;
}

/** The customer is parked and hears music. */
export interface ContactHeld {
  readonly kind: "ContactHeld";
  readonly at: number;
  readonly contact_id: ContactId;
}

/** The customer and the agent hear each other again. */
export interface ContactResumed {
  readonly kind: "ContactResumed";
  readonly at: number;
  readonly contact_id: ContactId;
}

/** The contact is over, with its one outcome. */
export interface ContactEnded {
  readonly kind: "ContactEnded";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly outcome: Outcome;
  readonly ended_by: EndedBy;
  readonly cause: EndCause;
}

/** The agent said what came of a contact, outside its wrap-up; the latest word counts. */
export interface ContactDescribed {
  readonly kind: "ContactDescribed";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly disposition: string | null;
  readonly solved: boolean | null;
  readonly hard: boolean;
  readonly unsure: boolean;
}

/** The customer does not want to be recorded. */
export interface RecordingDeclined {
  readonly kind: "RecordingDeclined";
  readonly at: number;
  readonly contact_id: ContactId;
}

/** A recording is on disk, whole, with this digest of its file. */
export interface RecordingKept {
  readonly kind: "RecordingKept";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly recording_id: RecordingId;
  readonly sha256: string;
  readonly started_at: number;
  readonly duration_ms: number;
}

/** A recording is missing, and why. */
export interface RecordingLost {
  readonly kind: "RecordingLost";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly recording_id: RecordingId;
  readonly reason: string;
}

/** One timed attempt to give a contact to an agent. */
export interface OfferMade {
  readonly kind: "OfferMade";
  readonly at: number;
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly expires: number;
  readonly free_agents: readonly AgentId[];
  readonly passed_over: readonly ContactId[];
  readonly waited: readonly ContactId[];
}

/** The agent answered; the two speak. */
export interface OfferAccepted {
  readonly kind: "OfferAccepted";
  readonly at: number;
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
}

/** The agent or the phone said no; the contact waits again at its credited place. */
export interface OfferDeclined {
  readonly kind: "OfferDeclined";
  readonly at: number;
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly reason: DeclineReason;
}

/** Nobody answered in time: a missed ring. */
export interface OfferExpired {
  readonly kind: "OfferExpired";
  readonly at: number;
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
}

/** The offer ended without fault of the agent. */
export interface OfferWithdrawn {
  readonly kind: "OfferWithdrawn";
  readonly at: number;
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly reason: WithdrawReason;
}

/** The agent is here for colleagues, and offered no contacts. */
export interface AgentStoodBy {
  readonly kind: "AgentStoodBy";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly helps: boolean;
}

/** Somebody is asked into a talk until ``expires``; ``agent_id`` None: an outside number is called. */
export interface PartyAsked {
  readonly kind: "PartyAsked";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly agent_id: AgentId | null;
  readonly purpose: Purpose;
  readonly part: Part;
  readonly asked_by: AgentId;
  readonly expires: number;
  readonly passed: readonly AgentId[];
}

/** Somebody is in the talk: who was asked, or who came unasked (then it is the first word of them). */
export interface PartyCame {
  readonly kind: "PartyCame";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly agent_id: AgentId | null;
  readonly purpose: Purpose;
  readonly part: Part;
}

/** Who hears whom is another for this party. */
export interface PartyChanged {
  readonly kind: "PartyChanged";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly part: Part;
}

/** Somebody is in the talk, or asked into it, no longer. */
export interface PartyWent {
  readonly kind: "PartyWent";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly agent_id: AgentId | null;
  readonly reason: WentReason;
}

/** Another agent has the contact, who was a party of the talk; the customer is on hold no longer. */
export interface ContactHandedOver {
  readonly kind: "ContactHandedOver";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly agent_id: AgentId;
  readonly from_agent_id: AgentId | null;
}

/** The agent has gone; the customer hears music until the colleague who is asked answers. */
export interface ContactLeftToColleague {
  readonly kind: "ContactLeftToColleague";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
}

/** The customer talks with an outside number and nobody of ours; it ends when either hangs up. */
export interface ContactLeftOutside {
  readonly kind: "ContactLeftOutside";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly party_id: PartyId;
  readonly agent_id: AgentId | null;
}

/** The customer is on hold still, longer than may be (``over_limit``) or not yet. */
export interface HoldReminded {
  readonly kind: "HoldReminded";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly over_limit: boolean;
}

/** The mentor is in each talk of the learner from now on. */
export interface MentorSatIn {
  readonly kind: "MentorSatIn";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly learner_id: AgentId;
}

/** The mentor sits with nobody. */
export interface MentorGotUp {
  readonly kind: "MentorGotUp";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** A contact that an agent began: its customer is being called. It never stood in line. */
export interface CalledOut {
  readonly kind: "CalledOut";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly queue_id: QueueId;
  readonly language: Language;
  readonly entry: string;
  readonly due: number;
}

/** The agent belongs to another team; empty: to none. */
export interface AgentTeamChanged {
  readonly kind: "AgentTeamChanged";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly team: string;
}

/** Until ``until`` the agent has ``skills`` beside their own (the higher level counts), and serves only ``queue_ids``; none named: all that the skills allow. */
export interface AgentAssigned {
  readonly kind: "AgentAssigned";
  readonly at: number;
  readonly agent_id: AgentId;
  readonly until: number;
  readonly skills: readonly Skill[];
  readonly queue_ids: readonly QueueId[];
}

/** The agent works as usual again: it was ended, or its time is over. */
export interface AssignmentEnded {
  readonly kind: "AssignmentEnded";
  readonly at: number;
  readonly agent_id: AgentId;
}

/** Other reasons to pause for, or other limits; a pause that has begun keeps its own. */
export interface PausesChanged {
  readonly kind: "PausesChanged";
  readonly at: number;
  readonly reasons: readonly PauseReason[];
}

/** Something beside the journal was changed. What it was and what it became lies in the audit trail; this is the SHA-256, hex, of that entry. */
export interface ChangeNoted {
  readonly kind: "ChangeNoted";
  readonly at: number;
  readonly change_id: string;
  readonly section: string;
  readonly sha256: string;
}

/** The customer was asked how it went. */
export interface RatingAsked {
  readonly kind: "RatingAsked";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly way: RatingWay;
}

/** The customer said how it went, 1 (badly) to 5 (very well). What they wrote lies in the vault. */
export interface ContactRated {
  readonly kind: "ContactRated";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly way: RatingWay;
  readonly rating: number;
}

/** The entry flow is done, or took too long: the contact has its place, credited from when it came. */
export interface ContactQueued {
  readonly kind: "ContactQueued";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
  readonly language: Language;
  readonly due: number;
  readonly choices: readonly string[];
}

/** The door is shut, and the customer is asked whether to be called back: when it opens, or in turn. */
export interface ContactRefused {
  readonly kind: "ContactRefused";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
  readonly language: Language;
  readonly due: number;
  readonly door: Door;
  readonly opens: number | null;
  readonly choices: readonly string[];
}

/** The contact has waited so long that the agents of ``queue_id`` may take it too. Its place in the one order is the same. */
export interface ContactOverflowed {
  readonly kind: "ContactOverflowed";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
}

/** The contact keeps its place and is called when its turn comes; no line is needed meanwhile. */
export interface CallbackAsked {
  readonly kind: "CallbackAsked";
  readonly at: number;
  readonly contact_id: ContactId;
}

/** The contact is not to be called before ``from_at``; it has no place until then. */
export interface CallbackPostponed {
  readonly kind: "CallbackPostponed";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly from_at: number;
  readonly entered: number;
  readonly due: number;
  readonly until_at: number | null;
  readonly chosen: boolean;
}

/** The time has come: the contact waits in its queue at its credited place. */
export interface CallbackDue {
  readonly kind: "CallbackDue";
  readonly at: number;
  readonly contact_id: ContactId;
}

/** An agent has seen it and the customer is being called, for the ``attempt``-th time. */
export interface CallbackDialled {
  readonly kind: "CallbackDialled";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly attempt: number;
}

/** The customer answered; the two speak, and the contact is on a line like any other. */
export interface CallbackAnswered {
  readonly kind: "CallbackAnswered";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly attempt: number;
}

/** The customer was not reached. Tried again at ``again_at``; None: this was the last attempt. */
export interface CallbackMissed {
  readonly kind: "CallbackMissed";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly attempt: number;
  readonly miss: CallMiss;
  readonly again_at: number | null;
}

/** A customer said, wrote or sent something before being served. See ``commands.KeepStatement``. */
export interface StatementKept {
  readonly kind: "StatementKept";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly statement_id: StatementId;
  readonly form: StatementForm;
  readonly duration_ms: number;
  readonly upset: number | null;
  readonly tell_all: boolean;
}

/** Something is down that many ask about. */
export interface IncidentOpened {
  readonly kind: "IncidentOpened";
  readonly at: number;
  readonly incident_id: IncidentId;
  readonly queue_ids: readonly QueueId[];
}

/** It works again. */
export interface IncidentSolved {
  readonly kind: "IncidentSolved";
  readonly at: number;
  readonly incident_id: IncidentId;
}

/** The contact is about this incident. */
export interface ContactTied {
  readonly kind: "ContactTied";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly incident_id: IncidentId;
}

/** The contact has the place of an earlier one of the same customer: ``entered`` and ``due`` as they would be had the customer never left. An earlier contact gives its place back once. When it still waits to be called back, its end follows, and a call back is what this contact becomes again if its line is lost. */
export interface PlaceResumed {
  readonly kind: "PlaceResumed";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly former_id: ContactId;
  readonly entered: number;
  readonly due: number;
}

/** What the customer was told: place and range. Kept, so that its error can be published. */
export interface WaitTold {
  readonly kind: "WaitTold";
  readonly at: number;
  readonly contact_id: ContactId;
  readonly place: number;
  readonly low_ms: number | null;
  readonly high_ms: number | null;
  readonly staffed: number;
  readonly grown: GrownReason | null;
}

/** A command that changes nothing, and why. */
export interface Rejected {
  readonly code: RejectionCode;
  readonly detail: string;
}

/** Somebody, or a program, that may use Lur. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly display_name: string;
  readonly role: Role;
  readonly language: Language;
  readonly agent_id: AgentId | null;
  readonly demo: boolean;
  readonly break_glass: boolean;
}

/** A passkey without its key. ``host``: the name of the pages for which it was made. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly made_at: number;
  readonly used_at: number;
}

/** A question that many ask, and its answer as plain text, in one language. Everybody may read it. */
export interface CommonAnswer {
  readonly id: string;
  readonly version: number;
  readonly language: Language;
  readonly question: string;
  readonly text: string;
  readonly queue_ids: readonly QueueId[];
  readonly position: number;
  readonly removed_at: number | null;
  readonly demo: boolean;
}

/** Something that not everybody may decide. It is never removed: limits would lose their meaning. */
export interface DecisionKind {
  readonly id: string;
  readonly version: number;
  readonly names: Words;
  readonly unit: Unit;
  readonly also: string;
  readonly archived: boolean;
  readonly demo: boolean;
}

/** What an agent may decide: up to and including a limit, or without one (None). */
export interface Authority {
  readonly kind_id: string;
  readonly limit_hundredths: number | null;
}

/** When a customer may be handed to somebody who decides, and what to say: of one kind of decision, or (``kind_id`` None) of all. */
export interface HandoverRule {
  readonly id: string;
  readonly version: number;
  readonly kind_id: string | null;
  readonly when: Words;
  readonly say: Words;
  readonly position: number;
  readonly demo: boolean;
}

/** Somebody outside the house who can be asked. All of it lies in the vault. */
export interface OutsideNumber {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly number: string;
  readonly languages: readonly Language[];
  readonly hours: string;
  readonly purpose: string;
  readonly demo: boolean;
}

/** What is kept of an agent here; name, skills and presence are known elsewhere. */
export interface Colleague {
  readonly agent_id: AgentId;
  readonly topics: string;
  readonly authority: readonly Authority[];
}

/** What a line of typing was understood as: a decision when it has an amount, a kind or a word for deciding. */
export interface Understood {
  readonly hundredths: number | null;
  readonly unit: Unit | null;
  readonly kind_ids: readonly string[];
  readonly is_decision: boolean;
}

/** A contact in short, live or ended. */
export interface ContactRow {
  readonly id: ContactId;
  readonly queue_id: QueueId;
  readonly channel: Channel;
  readonly language: Language;
  readonly entered: number;
  readonly phase: Phase;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly outcome: Outcome | null;
  readonly agent_id: AgentId | null;
  readonly outgoing: boolean;
  readonly recorded: boolean;
  readonly disposition: string | null;
  readonly solved: boolean | null;
}

/** One event as the journal has it. */
export interface Happened {
  readonly seq: number;
  readonly actor: string;
  readonly event: AnyEvent;
}

/** All that is known of one contact; number, name and keys are personal. */
export interface Story {
  readonly contact: ContactRow;
  readonly events: readonly Happened[];
  readonly caller_number: string;
  readonly caller_name: string;
  readonly keys: readonly string[];
}

/** A person with an id. ``version`` grows by one with each change and is sent back with the next. */
export interface Customer {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  readonly mails: readonly string[];
  readonly addresses: readonly string[];
  readonly companies: readonly string[];
  readonly languages: readonly Language[];
  readonly note: string;
  readonly id: string;
  readonly version: number;
  readonly made_at: number;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly demo: boolean;
}

/** A customer in short, in a list or among candidates; what is not known is empty. */
export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly number: string;
  readonly mail: string;
}

/** Two records that were made one: ``gone`` went into ``kept``. Undone when ``undone_at`` is there. */
export interface Merge {
  readonly id: string;
  readonly kept: string;
  readonly gone: string;
  readonly at: number;
  readonly actor: string;
  readonly undone_at: number | null;
  readonly undone_actor: string | null;
}

/** Who did what to a customer's record, and when; ``subject`` is the contact or the merge it was about. */
export interface CustomerChange {
  readonly at: number;
  readonly actor: string;
  readonly kind: ChangeKind;
  readonly subject: string;
}

/** What the check before the shift found; None where it could not look. */
export interface CheckMeasured {
  readonly verdict: CheckVerdict;
  readonly microphone: boolean;
  readonly voice: number | null;
  readonly path_up: boolean;
  readonly tone_ms: number | null;
  readonly leak: number | null;
  readonly jitter_ms: number | null;
  readonly lost_percent: number | null;
  readonly round_trip_ms: number | null;
  readonly notifications: NotificationLeave;
}

/** A check as it is kept. */
export interface CheckResult {
  readonly at: number;
  readonly measured: CheckMeasured;
}

/** One step, and when that was last said of it (0: never). */
export interface GuideRow {
  readonly step: GuideStep;
  readonly state: GuideState;
  readonly at: number;
}

/** All steps in their order. */
export interface GuideProgress {
  readonly steps: readonly GuideRow[];
  readonly languages: readonly Language[];
  readonly hidden: boolean;
}

/** One line of a flow's past. */
export interface KeptVersion {
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly node_count: number;
}

/** Somebody who may sit in with a learner. */
export interface Mentor {
  readonly agent_id: AgentId;
  readonly learner_id: AgentId;
}

/** A line from somebody in the talk to the agent who has it. Personal: it lies in the contact's vault. */
export interface Hint {
  readonly at: number;
  readonly by: AgentId;
  readonly text: string;
}

/** What the company does on an eve. keep: as on any such weekday. close: closed all day. shorten: each queue's usual hours, but not after ``until_minute`` (minutes since local midnight). */
export interface EveChoice {
  readonly eve: EveCode;
  readonly kind: EveKind;
  readonly until_minute: number;
}

/** One day that is not like others, with its name in its own country's language and in English. */
export interface CalendarDay {
  readonly date: string;
  readonly kind: DayKind;
  readonly name: string;
  readonly name_en: string;
  readonly countries: readonly Country[];
  readonly eve: EveCode | null;
  readonly meaning: DayMeaning;
  readonly until_minute: number | null;
  readonly spans: readonly DaySpan[];
}

/** What somebody did with an incident. ``by`` is as the journal names them: ``account:ID``. */
export interface Deed {
  readonly at: number;
  readonly by: string;
  readonly what: IncidentDeed;
}

/** An incident with its words. ``answer`` is empty until it is solved. */
export interface Incident {
  readonly id: IncidentId;
  readonly queue_ids: readonly QueueId[];
  readonly state: IncidentState;
  readonly words: Words;
  readonly answer: Words;
  readonly opened_at: number;
  readonly published_at: number | null;
  readonly solved_at: number | null;
  readonly deeds: readonly Deed[];
}

/** Somebody has said that a queue's surge is no incident. */
export interface Dismissed {
  readonly queue_id: QueueId;
  readonly until: number;
  readonly by: string;
}

/** A contact that is about an incident, and whether its customer knows the answer. */
export interface Tied {
  readonly contact_id: ContactId;
  readonly incident_id: IncidentId;
  readonly queue_id: QueueId;
  readonly language: Language;
  readonly tied_at: number;
  readonly state: TiedState;
  readonly since: number;
}

/** What everybody may see of an incident. */
export interface PublishedIncident {
  readonly id: IncidentId;
  readonly queue_ids: readonly QueueId[];
  readonly published_at: number;
  readonly text: string;
}

/** What a tied contact's customer sees of the incident. */
export interface About {
  readonly incident_id: IncidentId;
  readonly solved: boolean;
  readonly text: string;
  readonly state: TiedState;
}

/** Something good to say at a moment. A language without words is empty, and is not shown there. */
export interface Phrase {
  readonly id: string;
  readonly version: number;
  readonly moment: Moment;
  readonly position: number;
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
  readonly archived: boolean;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly demo: boolean;
}

/** A sentence that can have a recorded voice, in one language. */
export interface Sentence {
  readonly key: string;
  readonly moment: PromptMoment;
  readonly text: string;
  readonly is_recorded: boolean;
  readonly can_take_back: boolean;
  readonly version: string;
  readonly length_ms: number;
}

/** A kind of sentence that Lur always speaks itself, with an example. */
export interface SpokenOnly {
  readonly why: SpokenReason;
  readonly text: string;
}

/** Something to look for in a contact. Its id stays when its words change, so that its trend goes on. */
export interface Question {
  readonly id: string;
  readonly words: Words;
  readonly hint: Words;
  readonly scale: Scale;
  readonly counts: number;
  readonly may_not_apply: boolean;
  readonly critical: boolean;
}

/** Questions that belong together. */
export interface Section {
  readonly id: string;
  readonly words: Words;
  readonly questions: readonly Question[];
}

/** A team's questions. It is never removed, and each version is kept: reviews were made by it. */
export interface ScoringForm {
  readonly id: string;
  readonly version: number;
  readonly words: Words;
  readonly sections: readonly Section[];
  readonly passes_at: number;
  readonly archived: boolean;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly demo: boolean;
}

/** An answer to a question: 0 to the top of its scale, or None when it does not apply. */
export interface Given {
  readonly question_id: string;
  readonly value: number | null;
}

/** A place in the sound that somebody wants to come back to. Personal. */
export interface Mark {
  readonly id: string;
  readonly at_ms: number;
  readonly text: string;
  readonly question_id: string | null;
  readonly recording_id: string;
}

/** What was written about one question. Personal. */
export interface QuestionNote {
  readonly question_id: string;
  readonly text: string;
}

/** All words of a review. They lie in the vault with the contact. */
export interface Written {
  readonly notes: readonly QuestionNote[];
  readonly marks: readonly Mark[];
  readonly whole: string;
}

/** How contacts are drawn: so many for each agent in each period. */
export interface Sampling {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly form_id: string;
  readonly each: number;
  readonly period: Period;
  readonly queue_ids: readonly QueueId[];
  readonly least_ms: number;
  readonly archived: boolean;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly demo: boolean;
}

/** A contact that may be drawn. */
export interface Candidate {
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly hour: number;
}

/** Of an agent: how many could be drawn, and how many were. */
export interface Share {
  readonly agent_id: AgentId;
  readonly of: number;
  readonly drawn: number;
}

/** One drawing of samples, as it was: from the seed and the pool anybody can draw it again. */
export interface Draw {
  readonly id: string;
  readonly sampling_id: string;
  readonly form_id: string;
  readonly each: number;
  readonly since: number;
  readonly before: number;
  readonly at: number;
  readonly by: string;
  readonly seed: string;
  readonly taken: Readonly<Record<AgentId, number>>;
  readonly pool: readonly Candidate[];
  readonly of: number;
  readonly drawn: readonly ContactId[];
}

/** A draw without its pool, which may be long. */
export interface DrawShort {
  readonly id: string;
  readonly sampling_id: string;
  readonly since: number;
  readonly before: number;
  readonly at: number;
  readonly by: string;
  readonly of: number;
  readonly drawn: readonly ContactId[];
}

/** A contact to be reviewed, or that was. */
export interface Sample {
  readonly id: string;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly form_id: string | null;
  readonly origin: Origin;
  readonly draw_id: string | null;
  readonly added_at: number;
  readonly added_by: string;
  readonly state: SampleState;
  readonly second: boolean;
  readonly aside: AsideReason | null;
}

/** One person's judgement of a contact by one version of a form; a draft until ``done_at``. */
export interface Review {
  readonly id: string;
  readonly version: number;
  readonly sample_id: string | null;
  readonly calibration_id: string | null;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly form_id: string;
  readonly form_version: number;
  readonly purpose: ReviewPurpose;
  readonly reviewer: string;
  readonly reviewer_name: string;
  readonly begun_at: number;
  readonly changed_at: number;
  readonly done_at: number | null;
  readonly given: readonly Given[];
  readonly hundredths: number | null;
  readonly failed: readonly string[];
  readonly passed: boolean | null;
  readonly has_words: boolean;
  readonly seen_at: number | null;
  readonly reply: Reply | null;
  readonly replied_at: number | null;
}

/** Several judge the same contact without seeing each other, to learn to judge alike. */
export interface Calibration {
  readonly id: string;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly form_id: string;
  readonly form_version: number;
  readonly reviewers: readonly string[];
  readonly opened_at: number;
  readonly opened_by: string;
  readonly closed_at: number | null;
}

/** What was said to one question. */
export interface Spread {
  readonly question_id: string;
  readonly values: readonly number[];
  readonly not_applicable: number;
  readonly least: number | null;
  readonly most: number | null;
  readonly mean: number | null;
  readonly exact: number | null;
  readonly adjacent: number | null;
}

/** A share of the top of the scale, 0 to 1, with its interval; None when there are too few to say. */
export interface Level {
  readonly reviews: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One week. */
export interface TrendPoint {
  readonly since: number;
  readonly level: Level;
}

/** One question, over the whole span and week by week. */
export interface QuestionTrend {
  readonly question_id: string;
  readonly over_all: Level;
  readonly points: readonly TrendPoint[];
}

/** Somebody was given the sound of a recording. */
export interface Listening {
  readonly at: number;
  readonly recording_id: RecordingId;
  readonly contact_id: ContactId;
  readonly actor: string;
  readonly address: string;
}

/** A number that is not called, and why. All of it lies in the vault. */
export interface RefusedNumber {
  readonly id: string;
  readonly number: string;
  readonly reason: RefusalReason;
  readonly note: string;
  readonly at: number;
  readonly by: string;
}

/** A part of the list, the newest first, and how long the whole of it is. */
export interface RefusedNumbers {
  readonly total: number;
  readonly numbers: readonly RefusedNumber[];
}

/** All figures of one row. Times in ms, shares 0 to 1; None where there is nothing to divide by. */
export interface Figures {
  readonly arrived: number;
  readonly answered: number;
  readonly answered_in_time: number;
  readonly abandoned: number;
  readonly abandoned_short: number;
  readonly turned_away: number;
  readonly lost: number;
  readonly informed: number;
  readonly joined: number;
  readonly not_reached: number;
  readonly callbacks_asked: number;
  readonly callbacks_dialled: number;
  readonly called_out: number;
  readonly handled: number;
  readonly handed_over: number;
  readonly given_to_queues: number;
  readonly consulted: number;
  readonly helped: number;
  readonly told: number;
  readonly told_kept: number;
  readonly served: number;
  readonly judged: number;
  readonly came_back: number;
  readonly first_judged: number;
  readonly first_solved: number;
  readonly rating_asked: number;
  readonly rating_given: number;
  readonly rating_good: number;
  readonly wait_ms: number;
  readonly talk_ms: number;
  readonly wrap_up_ms: number;
  readonly told_error_ms: number;
  readonly working_ms: number;
  readonly available_ms: number;
  readonly service_level: number | null;
  readonly abandonment: number | null;
  readonly asa_ms: number | null;
  readonly wait_median_ms: number | null;
  readonly wait_p90_ms: number | null;
  readonly aht_ms: number | null;
  readonly occupancy: number | null;
  readonly estimate_kept: number | null;
  readonly estimate_error_ms: number | null;
  readonly came_back_share: number | null;
  readonly solved_first: number | null;
  readonly rating_rate: number | null;
  readonly rating_mean: number | null;
  readonly rating_good_share: number | null;
  readonly rating_good_low: number | null;
  readonly rating_good_high: number | null;
}

/** One row. ``key`` is a day (2026-11-22), an hour (0 to 23), a weekday (1 to 7), or the id of a queue, team, result or channel; empty for those without a team or a result. */
export interface FigureRow {
  readonly key: string;
  readonly figures: Figures;
  readonly too_few: readonly string[];
}

/** The rows of a span and all of it together. Days and hours in order, the others as they are named. */
export interface FigureSpan {
  readonly first: string;
  readonly last: string;
  readonly since: number;
  readonly before: number;
  readonly rows: readonly FigureRow[];
  readonly total: Figures;
  readonly too_few: readonly string[];
}

/** A figure that was shown otherwise than the journal says. ``queue_id`` empty: of no queue. */
export interface Difference {
  readonly what: CheckedWhat;
  readonly queue_id: string;
  readonly figure: string;
  readonly shown: number;
  readonly counted: number;
}

/** One day, counted again from the journal. */
export interface CheckedDay {
  readonly day: string;
  readonly checked_at: number;
  readonly seq: number;
  readonly figures: number;
  readonly differences: readonly Difference[];
}

/** The days that a report is about, both included, as 2026-11-22. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** What a report is narrowed to; None is all. */
export interface Filters {
  readonly queue: string | null;
  readonly team: string | null;
  readonly result: string | null;
  readonly channel: string | null;
}

/** When. ``minute`` is counted from the company's midnight; ``weekday`` (1 Monday to 7) is for weekly ones, ``month_day`` (1 to 28) for monthly ones. */
export interface Timetable {
  readonly cadence: Cadence;
  readonly minute: number;
  readonly weekday: number;
  readonly month_day: number;
}

/** A report that comes by mail. */
export interface Schedule {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly timetable: Timetable;
  readonly by: string;
  readonly filters: Filters;
  readonly compare: string | null;
  readonly language: Language;
  readonly recipients: readonly string[];
  readonly paused: boolean;
  readonly archived: boolean;
  readonly changed_at: number;
  readonly changed_by: string;
}

/** One mail to one recipient. ``reason`` and ``detail`` tell of the latest try that failed; ``next_at`` is the next try while it is waiting. */
export interface ReportMail {
  readonly id: string;
  readonly schedule_id: string;
  readonly first: string;
  readonly last: string;
  readonly recipient: string;
  readonly trial: boolean;
  readonly due_at: number;
  readonly state: MailState;
  readonly tries: number;
  readonly next_at: number;
  readonly sent_at: number | null;
  readonly reason: string;
  readonly detail: string;
}

/** A line to the staff. Neither queues nor a team: to all. */
export interface Message {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly by: string;
  readonly by_name: string;
  readonly text: string;
  readonly queue_ids: readonly QueueId[];
  readonly team: string;
}

/** Something that was done from the wallboard. ``before`` and ``after`` are JSON, so that it can be seen what it changed, and undone. */
export interface Act {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly kind: ActKind;
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
  readonly undoes: string;
  readonly undone: boolean;
}

/** How one trial went. ``code`` is empty when it went well. */
export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly code: string;
  readonly detail: string;
}

/** What was written about a contact; version 0 before the first word. Personal. */
export interface Note {
  readonly text: string;
  readonly version: number;
  readonly at: number;
  readonly by: string;
}

/** One way in which a contact can end; ``id`` is what the journal keeps. At most three levels. */
export interface Disposition {
  readonly id: string;
  readonly parent: string | null;
  readonly position: number;
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
  readonly archived: boolean;
  readonly demo: boolean;
}

/** Something that is still to be done about a contact, by an agent, on a day. ``text`` is personal and empty when the contact was erased. */
export interface NextStep {
  readonly id: string;
  readonly contact_id: ContactId;
  readonly owner: AgentId;
  readonly due: string;
  readonly text: string;
  readonly made_at: number;
  readonly made_by: string;
  readonly done_at: number | null;
}

/** The day's measures so far, since local midnight; formulas in docs/measures.md. */
export interface TodayView {
  readonly arrived: number;
  readonly turned_away: number;
  readonly answered: number;
  readonly answered_in_time: number;
  readonly abandoned: number;
  readonly abandoned_short: number;
  readonly lost: number;
  readonly service_level: number | null;
  readonly abandonment: number | null;
  readonly asa_ms: number | null;
  readonly aht_ms: number | null;
  readonly estimate_kept: number | null;
  readonly estimate_error_ms: number | null;
}

/** What somebody who came to the queue now would be told; None when nothing honest can be said. */
export interface EstimateView {
  readonly low_ms: number;
  readonly high_ms: number;
}

/** A queue: who waits in it, in order, and how it keeps its promise today. */
export interface QueueView {
  readonly id: QueueId;
  readonly name: string;
  readonly channel: Channel;
  readonly promise_ms: number;
  readonly required_skills: readonly Skill[];
  readonly waiting: readonly ContactId[];
  readonly offered: readonly ContactId[];
  readonly waiting_count: number;
  readonly longest_wait_since: number | null;
  readonly talking_count: number;
  readonly callback_count: number;
  readonly ready_agents: number;
  readonly open: boolean;
  readonly opens: number | null;
  readonly override: HoursOverride | null;
  readonly today: TodayView;
  readonly estimate: EstimateView | null;
  readonly demo: boolean;
}

/** A customer who is on no line and is to be called. */
export interface CallbackView {
  readonly asked: number;
  readonly attempts: number;
  readonly from_at: number | null;
  readonly until_at: number | null;
  readonly chosen: boolean;
}

/** What the customer was last told. */
export interface ToldView {
  readonly at: number;
  readonly place: number;
  readonly low_ms: number | null;
  readonly high_ms: number | null;
}

/** Who it is, from the vault; empty when unknown, hidden or erased. Personal. */
export interface CallerView {
  readonly number: string;
  readonly name: string;
  readonly customer_id: string;
}

/** Somebody who is asked into a talk, or is in it, beside its customer and agent. */
export interface PartyView {
  readonly id: PartyId;
  readonly agent_id: AgentId | null;
  readonly number: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly part: Part;
  readonly is_there: boolean;
  readonly since: number;
  readonly expires: number | null;
}

/** A live contact. It leaves the collection when it has ended. */
export interface ContactView {
  readonly id: ContactId;
  readonly queue_id: QueueId;
  readonly channel: Channel;
  readonly language: Language;
  readonly entry: string;
  readonly phase: ContactPhase;
  readonly phase_since: number;
  readonly place: number | null;
  readonly place_at_arrival: number;
  readonly entered: number;
  readonly due: number;
  readonly agent_id: AgentId | null;
  readonly offer_id: OfferId | null;
  readonly offer_expires: number | null;
  readonly answered_at: number | null;
  readonly told: ToldView | null;
  readonly until: number | null;
  readonly callback: CallbackView | null;
  readonly also: readonly QueueId[];
  readonly choices: readonly string[];
  readonly statements: number;
  readonly upset: number | null;
  readonly tell_all: boolean;
  readonly solved: boolean;
  readonly incident_id: IncidentId | null;
  readonly parties: readonly PartyView[];
  readonly left_by: AgentId | null;
  readonly hold_since: number | null;
  readonly hold_reminded: boolean;
  readonly hold_over: boolean;
  readonly is_outgoing: boolean;
  readonly hints: number;
  readonly recording_declined: boolean;
  readonly one_way_audio: boolean;
  readonly caller: CallerView;
}

/** For a while an agent has more skills, or serves only certain queues (none: all). */
export interface AssignmentView {
  readonly skills: readonly Skill[];
  readonly queue_ids: readonly QueueId[];
  readonly until: number;
}

/** An agent and what they do now. */
export interface AgentView {
  readonly id: AgentId;
  readonly name: string;
  readonly presence: PresenceName;
  readonly since: number;
  readonly until: number | null;
  readonly reason: string | null;
  readonly hindrance: Hindrance | null;
  readonly next: "pause" | "sign_out" | null;
  readonly contacts: readonly ContactId[];
  readonly assists: ContactId | null;
  readonly stands_by: boolean;
  readonly helps: boolean;
  readonly learner_id: AgentId | null;
  readonly mentor_id: AgentId | null;
  readonly skills: readonly Skill[];
  readonly own_skills: readonly Skill[];
  readonly team: string;
  readonly assignment: AssignmentView | null;
  readonly phone_registered: boolean;
  readonly phone_address: string;
  readonly at_desk: boolean;
  readonly demo: boolean;
}

/** A line to a telephone operator, as the voice edge sees it. */
export interface TrunkView {
  readonly id: string;
  readonly state: TrunkState;
  readonly since: number;
  readonly detail: string;
}

/** Something an operator should look at; ``subject`` is the contact, trunk or path it is about. */
export interface AlarmView {
  readonly code: AlarmCode;
  readonly subject: string;
  readonly since: number;
  readonly detail: string;
}

/** How the machinery is. */
export interface HealthView {
  readonly journal: "ok" | "unavailable";
  readonly journal_seq: number;
  readonly edge: "up" | "down";
  readonly media: "up" | "down";
  readonly legs: number;
  readonly media_cpu_percent: number;
  readonly lost_percent: number;
  readonly strangers_dropped: number;
  readonly one_way: readonly ContactId[];
  readonly disk_free_bytes: number;
  readonly alarms: readonly AlarmView[];
}

/** How the wait that was told agreed with the wait that was, in one hour. */
export interface HourView {
  readonly since: number;
  readonly told: number;
  readonly kept: number;
}

/** Something that is down; its words are read where they are kept. */
export interface IncidentView {
  readonly id: IncidentId;
  readonly queue_ids: readonly QueueId[];
  readonly opened: number;
  readonly tied: number;
}

/** Far more arrivals than usual: is something down that many ask about? To be opened, or dismissed. */
export interface ProposalView {
  readonly queue_id: QueueId;
  readonly topic: string;
  readonly since: number;
  readonly window_ms: number;
  readonly arrived: number;
  readonly usual: number;
  readonly limit: number;
}

/** A line to the staff; neither queues nor a team: to all. */
export interface MessageView {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly by: string;
  readonly text: string;
  readonly queue_ids: readonly QueueId[];
  readonly team: string;
}

/** The whole company's day. */
export interface CentreView {
  readonly company: Readonly<Record<Language, string>>;
  readonly today: TodayView;
  readonly occupancy: number | null;
  readonly told_by_hour: readonly HourView[];
  readonly incidents: readonly IncidentView[];
  readonly proposals: readonly ProposalView[];
  readonly messages: readonly MessageView[];
  readonly dial: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

/** All of it, sorted by id: what ``lur status --json`` prints and what a page starts from. */
export interface Status {
  readonly at: number;
  readonly centre: CentreView;
  readonly queues: readonly QueueView[];
  readonly contacts: readonly ContactView[];
  readonly agents: readonly AgentView[];
  readonly trunks: readonly TrunkView[];
  readonly health: HealthView;
}

/** Views that are new or different; each replaces the one with the same id. Empty ones are left out. */
export interface Puts {
  readonly queues?: readonly QueueView[];
  readonly contacts?: readonly ContactView[];
  readonly agents?: readonly AgentView[];
  readonly trunks?: readonly TrunkView[];
  readonly health?: HealthView | null;
  readonly centre?: CentreView | null;
}

/** Ids whose view is no more. Empty collections are left out. */
export interface Gone {
  readonly queues?: readonly QueueId[];
  readonly contacts?: readonly ContactId[];
  readonly agents?: readonly AgentId[];
  readonly trunks?: readonly string[];
}

/** The first message of a socket, or the next one when it could not follow. Forget all that was before. */
export interface Snapshot {
  readonly type: "snapshot";
  readonly run: string;
  readonly seq: number;
  readonly status: Status;
}

/** What became different after number ``seq - 1``. */
export interface Changes {
  readonly type: "changes";
  readonly seq: number;
  readonly at: number;
  readonly puts: Puts;
  readonly gone: Gone;
}

/** Nothing changed for some seconds; the line is still good, and this is the server's time. */
export interface Alive {
  readonly type: "alive";
  readonly seq: number;
  readonly at: number;
}

/** I am here. Said first on every new socket, and again when the choice of phone has changed. */
export interface DeskHello {
  readonly type: "hello";
  readonly number: number;
  readonly desk: DeskId;
  readonly wants_phone: boolean;
  readonly endpoint: DeskEndpoint;
  readonly visible: boolean;
}

/** I am alive. Sent at once for every ``ping``, with its number in ``ping``; and with ``ping`` 0 when the audio or the visibility has changed. */
export interface DeskPulse {
  readonly type: "pulse";
  readonly number: number;
  readonly ping: number;
  readonly audio: DeskAudio;
  readonly visible: boolean;
  readonly lag_ms: number;
}

/** A WebRTC offer for the standing leg; the answer has the same ``number``. Only from the phone. */
export interface PhoneOffer {
  readonly type: "phone_offer";
  readonly number: number;
  readonly sdp: string;
}

/** The standing leg is put away (pause, signed out). The desk stays what it is; it offers anew later. */
export interface PhoneLeave {
  readonly type: "phone_leave";
  readonly number: number;
}

/** Make this desk the phone, whichever is it now. */
export interface TakeOver {
  readonly type: "take_over";
  readonly number: number;
}

/** The check before the shift: let me hear myself through the server, or no longer. */
export interface EchoCheck {
  readonly type: "echo";
  readonly number: number;
  readonly on: boolean;
}

/** One entry for ``RTCConfiguration.iceServers``; without name and password when those are empty. */
export interface IceServerView {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** The answer to ``hello``, and again whenever the role changes. A desk that becomes the phone in a presence that wants contacts sends a ``phone_offer``; one that no longer is it closes its connection. */
export interface DeskRole {
  readonly type: "desk";
  readonly role: DeskRoleName;
  readonly endpoint: DeskEndpoint;
  readonly ice_servers: readonly IceServerView[];
  readonly run: string;
}

/** Are you there? Answer at once with a ``pulse``. Numbers rise on a socket. */
export interface DeskPing {
  readonly type: "ping";
  readonly number: number;
}

/** The answer to the ``phone_offer`` with this number. */
export interface PhoneAnswer {
  readonly type: "phone_answer";
  readonly number: number;
  readonly sdp: string;
}

/** The ``phone_offer`` with this number came to nothing; ``code`` is stable, ``detail`` is for the log. */
export interface PhoneRefused {
  readonly type: "phone_refused";
  readonly number: number;
  readonly code: string;
  readonly detail: string;
}

/** The server's end of the standing leg is gone: make a new connection and offer it. */
export interface PhoneRenew {
  readonly type: "phone_renew";
}

/** What was just said did nothing, and why. */
export interface Complaint {
  readonly type: "complaint";
  readonly code: ComplaintCode;
  readonly detail: string;
}

/** One offer and what came of it. ``reason`` says why it was declined or withdrawn. */
export interface PastOffer {
  readonly offer_id: OfferId;
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly at: number;
  readonly outcome: OfferOutcome;
  readonly reason: string;
  readonly ended_at: number | null;
}

/** A queue, seen from an agent: may they serve it, and has anybody waited in it? */
export interface WhyQueue {
  readonly id: QueueId;
  readonly name: string;
  readonly channel: Channel;
  readonly serves: boolean;
  readonly missing: readonly Skill[];
  readonly waiting: number;
  readonly waited_at: number | null;
}

/** What a link knows. Only what belongs to its code is there. */
export interface WhyDetail {
  readonly presence?: PresenceName | null;
  readonly since?: number | null;
  readonly until?: number | null;
  readonly reason?: string | null;
  readonly next?: "pause" | "sign_out" | null;
  readonly hindrance?: Hindrance | null;
  readonly queues?: readonly WhyQueue[] | null;
  readonly pulse_age_ms?: number | null;
  readonly delay_ms?: number | null;
  readonly visible?: boolean | null;
  readonly desks?: number | null;
  readonly audio?: DeskAudio | null;
  readonly endpoint?: DeskEndpoint | null;
  readonly registered?: boolean | null;
  readonly address?: string | null;
  readonly place?: number | null;
  readonly free?: number | null;
  readonly waited_at?: number | null;
  readonly watched_since?: number | null;
  readonly offers?: readonly PastOffer[] | null;
}

/** One link of the chain. ``ok``: it holds. ``mend``: what would help, when something would. */
export interface WhyLink {
  readonly code: WhyCode;
  readonly ok: boolean;
  readonly detail: WhyDetail;
  readonly mend: Mend | null;
}

/** The whole chain at one moment, in order; the first link that does not hold is the reason. */
export interface WhyAnswer {
  readonly at: number;
  readonly links: readonly WhyLink[];
}

/** POST /api/agents/{id}/assign: for a while the agent has these skills too, and serves only these queues (none: all that the skills allow). */
export interface AssignBody {
  readonly skills?: readonly Skill[];
  readonly queue_ids?: readonly QueueId[];
  readonly until?: number | null;
  readonly why?: string;
}

/** Something is ended or taken back, and why. */
export interface WhyBody {
  readonly why?: string;
}

/** POST /api/queues/{id}/door */
export interface DoorBody {
  readonly is_open: boolean | null;
  readonly until?: number | null;
  readonly why?: string;
}

/** POST /api/messages: a line to all of the staff, to those who serve certain queues, or to a team. */
export interface MessageBody {
  readonly text: string;
  readonly queue_ids?: readonly QueueId[];
  readonly team?: string;
  readonly until?: number | null;
  readonly why?: string;
}

/** An act, and the name of who did it. */
export interface ActRow {
  readonly act: Act;
  readonly by_name: string;
}

/** GET /api/ratings: a customer's answer. Whose contact it was is not in it. */
export interface RatingRow {
  readonly contact_id: ContactId;
  readonly queue_id: QueueId;
  readonly at: number;
  readonly way: RatingWay;
  readonly rating: number;
  readonly words: string;
}

/** POST /api/answers: a common question and its answer. Without queues it is for everybody. */
export interface AnswerBody {
  readonly language: Language;
  readonly question: string;
  readonly text: string;
  readonly queue_ids?: readonly QueueId[];
  readonly position?: number;
}

/** POST /api/answers/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was quicker the answer is ``changed_meanwhile``. To undo, send the words that were before. */
export interface ChangeAnswerBody {
  readonly language: Language;
  readonly question: string;
  readonly text: string;
  readonly queue_ids?: readonly QueueId[];
  readonly position?: number;
  readonly version: number;
}

/** POST /api/answers/{id}/remove: the version that was seen. */
export interface RemoveAnswerBody {
  readonly version: number;
}

/** POST /api/tokens: a program that may use Lur, and what it may. ``expires_at`` None: it does not run out. */
export interface AddTokenBody {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expires_at?: number | null;
}

/** A program's token. ``scopes`` is what it may now: never more than its maker may. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly made_at: number;
  readonly made_by: string;
  readonly expires_at: number | null;
  readonly used_at: number | null;
  readonly state: TokenState;
}

/** A program's token; the secret is shown this once and goes into ``Authorization: Bearer``. */
export interface NewToken {
  readonly token: TokenRow;
  readonly secret: string;
}

/** POST /api/webhooks and /api/webhooks/{id}: where events are sent, and which. */
export interface WebhookBody {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly MessageKind[];
}

/** A webhook and how it goes. ``waiting`` counts what is not delivered yet, ``set_aside`` what waits for a person. */
export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly MessageKind[];
  readonly state: WebhookState;
  readonly made_at: number;
  readonly waiting: number;
  readonly set_aside: number;
  readonly failing_since: number | null;
  readonly next_at: number | null;
  readonly delivered_at: number | null;
  readonly old_secret_until: number | null;
}

/** A webhook that was just made, with the secret that is shown this once. */
export interface NewWebhook {
  readonly webhook: WebhookRow;
  readonly secret: string;
}

/** A webhook's new secret, shown this once. The one before signs too until ``old_until``. */
export interface NewSecret {
  readonly secret: string;
  readonly old_until: number;
}

/** A message and what became of it. ``seq`` is its event's number in the journal. */
export interface DeliveryRow {
  readonly seq: number;
  readonly message_id: string;
  readonly kind: MessageKind;
  readonly contact_id: ContactId;
  readonly happened_at: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly tried_at: number | null;
  readonly took_ms: number | null;
  readonly next_at: number | null;
  readonly status: number | null;
  readonly fault: PostingFault;
  readonly answer: string;
}

/** GET /api/webhooks/{id}/deliveries: newest first. ``before`` asks for what is older, None at the end. */
export interface Deliveries {
  readonly rows: readonly DeliveryRow[];
  readonly before: number | null;
}

/** What a target said to a message that is only a try. */
export interface PingAnswer {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly fault: PostingFault;
  readonly answer: string;
  readonly took_ms: number;
}

/** POST /api/webhooks/{id}/replay: send everything again from event number ``from_seq``, or from ``since`` on. */
export interface ReplayBody {
  readonly from_seq?: number | null;
  readonly since?: number | null;
}

/** A short name in the three languages. */
export interface NamesBody {
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
}

/** A sentence or two in the three languages. */
export interface SentencesBody {
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
}

/** POST /api/colleagues/{agent_id}/topics: what somebody is good at, in their own words. */
export interface TopicsBody {
  readonly topics: string;
}

/** POST /api/colleagues/{agent_id}/authority: whether somebody may decide something, and up to how much, in hundredths of a crown or of a percentage point. No limit is any amount. */
export interface AuthorityBody {
  readonly kind_id: string;
  readonly may?: boolean;
  readonly limit_hundredths?: number | null;
}

/** A colleague in a search. */
export interface ColleagueRow {
  readonly agent_id: AgentId;
  readonly name: string;
  readonly presence: PresenceName;
  readonly can_be_asked: boolean;
  readonly skills: readonly string[];
  readonly topics: string;
  readonly authority: readonly Authority[];
  readonly kind_ids: readonly string[];
}

/** GET /api/colleagues/search: the best first. For a decision: who can be asked now, then whose limit is the closest above. */
export interface ColleaguesFound {
  readonly asked: Understood;
  readonly colleagues: readonly ColleagueRow[];
  readonly outside: readonly OutsideNumber[];
}

/** GET /api/colleagues: all that is kept, as it is edited and as a search shows it. */
export interface ColleagueBook {
  readonly colleagues: readonly Colleague[];
  readonly kinds: readonly DecisionKind[];
  readonly rules: readonly HandoverRule[];
  readonly outside: readonly OutsideNumber[];
}

/** POST /api/decision-kinds: something that not everybody may decide. ``also`` are other words for it. */
export interface DecisionKindBody {
  readonly id: string;
  readonly names: NamesBody;
  readonly unit: Unit;
  readonly also?: string;
}

/** POST /api/decision-kinds/{id}: other words, archived or offered again. ``version`` is the one that was seen. The unit stays. */
export interface ChangeDecisionKindBody {
  readonly version: number;
  readonly names: NamesBody;
  readonly also?: string;
  readonly archived?: boolean;
}

/** POST /api/handover-rules: when a customer may be handed to somebody who decides (for the agent), and what to say (to the customer). Without a kind it holds for all decisions. */
export interface HandoverRuleBody {
  readonly kind_id?: string | null;
  readonly when: SentencesBody;
  readonly say: SentencesBody;
  readonly position?: number;
}

/** POST /api/handover-rules/{id}: all of it anew; ``version`` is the one that was seen. */
export interface ChangeHandoverRuleBody {
  readonly kind_id?: string | null;
  readonly when: SentencesBody;
  readonly say: SentencesBody;
  readonly position?: number;
  readonly version: number;
}

/** POST …/remove: the version that was seen. */
export interface SeenBody {
  readonly version: number;
}

/** POST /api/outside-numbers: somebody outside the house who can be asked. */
export interface OutsideNumberBody {
  readonly name: string;
  readonly number: string;
  readonly languages?: readonly Language[];
  readonly hours?: string;
  readonly purpose?: string;
}

/** POST /api/outside-numbers/{id}: all of it anew; ``version`` is the one that was seen. */
export interface ChangeOutsideNumberBody {
  readonly name: string;
  readonly number: string;
  readonly languages?: readonly Language[];
  readonly hours?: string;
  readonly purpose?: string;
  readonly version: number;
}

/** POST /api/refused-numbers: a number that is not called from now on. */
export interface RefusedNumberBody {
  readonly number: string;
  readonly reason?: RefusalReason;
  readonly note?: string;
}

/** POST /api/sign-in */
export interface SignInBody {
  readonly account: string;
  readonly password: string;
}

/** POST /api/setup: the first administrator. On the machine itself ``token`` is not needed. */
export interface SetupBody {
  readonly account: string;
  readonly display_name: string;
  readonly password: string;
  readonly language?: Language;
  readonly token?: string;
}

/** POST /api/password */
export interface PasswordBody {
  readonly old: string;
  readonly new: string;
}

/** POST /api/me/language */
export interface LanguageBody {
  readonly language: Language;
}

/** POST /api/accounts. The password is generated and shown once. */
export interface AddAccountBody {
  readonly account: string;
  readonly display_name: string;
  readonly role: Role;
  readonly language?: Language;
  readonly agent_id?: AgentId | null;
}

/** Who is signed in, and what they may do. */
export interface Me {
  readonly account: string;
  readonly display_name: string;
  readonly role: Role;
  readonly language: Language;
  readonly agent_id: AgentId | null;
  readonly permissions: readonly Permission[];
}

/** GET /api/setup: is a first administrator needed, and may this browser make it without the token? */
export interface SetupState {
  readonly needed: boolean;
  readonly token_needed: boolean;
}

/** An account as an administrator sees it. */
export interface AccountRow {
  readonly account: string;
  readonly display_name: string;
  readonly role: Role;
  readonly language: Language;
  readonly agent_id: AgentId | null;
  readonly demo: boolean;
}

/** An account that was just made, with the password that is shown this once. */
export interface NewAccount {
  readonly account: AccountRow;
  readonly password: string;
}

/** A generated password, shown this once. */
export interface NewPasswordAnswer {
  readonly password: string;
}

/** POST /api/agents. Without ``id`` it is the next free number from 101; the id is in the journal, so it must not be a name. A phone and its secret come with the agent. */
export interface AddAgentBody {
  readonly name: string;
  readonly id?: string | null;
  readonly skills?: readonly Skill[];
  readonly language?: Language;
}

/** POST /api/agents/{id}/skills */
export interface SkillsBody {
  readonly skills: readonly Skill[];
}

/** POST /api/agents/{id}/pause */
export interface PauseBody {
  readonly reason?: string;
  readonly limit_ms?: number | null;
}

/** POST /api/agents/{id}/more-time */
export interface MoreTimeBody {
  readonly by_ms?: number;
}

/** POST /api/agents/{id}/finish-wrap-up */
export interface FinishWrapUpBody {
  readonly disposition?: string | null;
  readonly solved?: boolean | null;
  readonly unsure?: boolean;
  readonly hard?: boolean;
}

/** What to type into the agent's SIP phone. The secret is shown this once. */
export interface PhoneSecret {
  readonly agent_id: AgentId;
  readonly username: string;
  readonly secret: string;
  readonly realm: string;
  readonly address: string;
}

/** An agent that was just added. */
export interface NewAgent {
  readonly agent_id: AgentId;
  readonly phone: PhoneSecret;
}

/** POST /api/queues and /api/queues/{id}. No opening hours means always open. */
export interface QueueBody {
  readonly name: string;
  readonly id?: string | null;
  readonly channel?: Channel;
  readonly promise_ms?: number;
  readonly required_skills?: readonly Skill[];
  readonly ring_timeout_ms?: number;
  readonly wrap_up_ms?: number;
  readonly breath_ms?: number;
  readonly tell_every_ms?: number;
  readonly resume_ms?: number;
  readonly hold_remind_ms?: number;
  readonly hold_limit_ms?: number;
  readonly opening_hours?: readonly OpenSpan[];
  readonly overflow?: readonly Overflow[];
  readonly most_waiting?: number;
  readonly callbacks?: boolean;
  readonly asks_rating?: boolean;
  readonly follows_calendar?: boolean | null;
}

/** A queue that was just opened. */
export interface NewQueue {
  readonly queue_id: QueueId;
}

/** GET /api/queues/{id}: what a queue is set to. */
export interface QueueRow {
  readonly id: QueueId;
  readonly settings: QueueSettings;
  readonly follows_calendar: boolean;
}

/** POST /api/entries: an address that customers dial, and where it leads; replaces an earlier one. */
export interface EntryBody {
  readonly address: string;
  readonly queue_id: QueueId;
  readonly language?: Language;
  readonly flow_id?: string;
}

/** An address that customers dial. */
export interface EntryRow {
  readonly address: string;
  readonly queue_id: QueueId;
  readonly language: Language;
  readonly flow_id: string;
  readonly demo: boolean;
}

/** POST /api/trunks: a line to an operator. Replaces an earlier one; an empty secret keeps the old. */
export interface TrunkBody {
  readonly id: string;
  readonly host: string;
  readonly port?: number;
  readonly transport?: "udp" | "tcp" | "tls";
  readonly username?: string;
  readonly secret?: string;
  readonly register?: boolean;
  readonly allow?: readonly string[];
  readonly numbers?: readonly string[];
}

/** A trunk's settings, without its secret. */
export interface TrunkRow {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp" | "tls";
  readonly username: string;
  readonly register: boolean;
  readonly allow: readonly string[];
  readonly numbers: readonly string[];
}

/** POST /api/company: the name that callers hear, in each language. */
export interface CompanyBody {
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
  readonly callback_shown?: string | null;
}

/** GET /api/company */
export interface CompanyAnswer {
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
  readonly callback_shown: string;
}

/** A recording of a contact; ``playable`` is false while it is written and when it was lost or erased. */
export interface RecordingRow {
  readonly id: RecordingId;
  readonly contact_id: ContactId;
  readonly started_at: number;
  readonly duration_ms: number;
  readonly sha256: string;
  readonly playable: boolean;
  readonly lost_because: string | null;
}

/** GET /api/contacts/{id}: all that is known of one contact. */
export interface ContactHistory {
  readonly contact: ContactRow;
  readonly caller: CallerView;
  readonly keys: readonly string[];
  readonly events: readonly Happened[];
  readonly recordings: readonly RecordingRow[];
}

/** The command was carried out; ``seq`` is the last journal number it wrote, 0 when nothing changed. */
export interface Done {
  readonly seq: number;
}

/** Every refusal and fault: a stable code, what it is about, and what to do, in the reader's language. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
}

/** GET /api/health: is it alive? Says nothing about anybody. */
export interface Health {
  readonly state: "ok" | "degraded";
  readonly version: string;
}

/** POST /api/customers: somebody new. Something to find them by must be there: a name, a number, a mail address or a company. */
export interface PersonBody {
  readonly names?: readonly string[];
  readonly numbers?: readonly string[];
  readonly mails?: readonly string[];
  readonly addresses?: readonly string[];
  readonly companies?: readonly string[];
  readonly languages?: readonly Language[];
  readonly note?: string;
}

/** POST /api/customers/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was quicker the answer is ``changed_meanwhile`` with the record as it is now. */
export interface ChangeCustomerBody {
  readonly names?: readonly string[];
  readonly numbers?: readonly string[];
  readonly mails?: readonly string[];
  readonly addresses?: readonly string[];
  readonly companies?: readonly string[];
  readonly languages?: readonly Language[];
  readonly note?: string;
  readonly version: number;
}

/** POST /api/customers/{id}/merge: ``other`` goes into the record of the address. Both versions are those that were shown. Lists are joined and nothing is dropped; the sides say whose value comes first. */
export interface MergeBody {
  readonly version: number;
  readonly other: string;
  readonly other_version: number;
  readonly name?: Side;
  readonly company?: Side;
  readonly language?: Side;
}

/** POST /api/contacts/{id}/customer: whose contact it is, somebody known (``customer_id``) or somebody new (``person``), one of them. Somebody new gets the caller's number; somebody known with ``add_number``. */
export interface LinkBody {
  readonly customer_id?: string | null;
  readonly person?: PersonBody | null;
  readonly add_number?: boolean;
}

/** GET /api/customers/{id}. An id that went into another answers with that one. */
export interface CustomerPage {
  readonly customer: Customer;
  readonly merges: readonly Merge[];
  readonly changes: readonly CustomerChange[];
}

/** GET /api/contacts/{id}/customer: whose contact it is, else who has the number that called. */
export interface ContactCustomer {
  readonly linked: Customer | null;
  readonly candidates: readonly CustomerRow[];
  readonly number: string;
}

/** One contact of a customer. */
export interface TimelineEntry {
  readonly contact: ContactRow;
  readonly note_line: string;
  readonly next_steps: readonly NextStep[];
}

/** GET /api/customers/{id}/timeline: the newest first. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly next: string | null;
  readonly open: readonly OpenMatter[];
}

/** POST /api/contacts/{id}/note: the whole text, at most 20 000 bytes. ``version`` is the one it was written upon; when the note has become another meanwhile, the answer is ``changed_meanwhile`` with both. */
export interface NoteBody {
  readonly text: string;
  readonly version: number;
}

/** POST /api/dispositions adds, POST /api/dispositions/{id} changes (its ``id`` is left out). */
export interface DispositionBody {
  readonly id?: string | null;
  readonly parent?: string | null;
  readonly position?: number;
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
  readonly archived?: boolean;
}

/** POST /api/contacts/{id}/next-step. Without ``owner`` it is one's own. */
export interface NextStepBody {
  readonly text: string;
  readonly due: string;
  readonly owner?: AgentId | null;
}

/** A next step in somebody's list, with whom it is about; empty when nobody knows. */
export interface NextStepRow {
  readonly step: NextStep;
  readonly customer_id: string;
  readonly customer_name: string;
}

/** ``changed_meanwhile``: the record as it is now. Nothing of what was sent was kept. */
export interface CustomerConflict {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
  readonly current: Customer;
}

/** ``changed_meanwhile``: the note as it is now, and the text that was sent: none is lost. */
export interface NoteConflict {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
  readonly current: Note;
  readonly sent: string;
}

/** POST /api/agents/{id}/check: what the check before the shift found. */
export interface CheckBody {
  readonly measured: CheckMeasured;
}

/** GET /api/agents/{id}/check: the latest checks, newest first. */
export interface ChecksAnswer {
  readonly checks: readonly CheckResult[];
}

/** POST /api/flows/{id} and /api/flows/check: a whole flow. ``version`` is the one that it was made of, 0 for a new flow; when another was saved meanwhile, nothing is changed. */
export interface FlowBody {
  readonly name: string;
  readonly first: string;
  readonly nodes: readonly Node[];
  readonly fallback: QueueId;
  readonly version?: number;
}

/** Why a flow is not saved: where, what about it, and what to do, in the reader's language. ``node_id`` is empty when the whole flow is meant. */
export interface FaultRow {
  readonly code: FlowFaultCode;
  readonly node_id: string;
  readonly detail: string;
  readonly what_to_do: string;
}

/** 422 flow_has_faults: every fault there is. */
export interface FlowProblem {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
  readonly faults: readonly FaultRow[];
}

/** POST /api/flows/check: no faults means that it could be saved. */
export interface FlowCheck {
  readonly faults: readonly FaultRow[];
}

/** GET /api/flows: one flow. ``entries`` are the addresses whose callers hear it. */
export interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly node_count: number;
  readonly entries: readonly string[];
}

/** GET /api/flows/{id}: a whole flow and its past, the newest first. */
export interface FlowAnswer {
  readonly row: FlowRow;
  readonly flow: Flow;
  readonly versions: readonly KeptVersion[];
  readonly test_address: string;
}

/** POST /api/flows/{id}/restore: an earlier version becomes the newest. */
export interface RestoreFlowBody {
  readonly version: number;
}

/** POST /api/flows/{id}/try: walk it in thought. One key for each question in turn, ``-`` for none; when they are used up the caller is silent. With ``draft`` that flow is walked instead of the saved one. */
export interface TryFlowBody {
  readonly keys?: string;
  readonly language?: Language;
  readonly at?: number | null;
  readonly draft?: FlowBody | null;
}

/** A text and the language it is said in. */
export interface SaidText {
  readonly language: Language;
  readonly text: string;
}

/** One step of a walk: what was said, and what came of it. */
export interface TryStep {
  readonly node_id: string;
  readonly node: NodeKind;
  readonly said: readonly SaidText[];
  readonly happened: TryHappening;
  readonly key: string;
}

/** The whole walk and where it ends. */
export interface TryAnswer {
  readonly steps: readonly TryStep[];
  readonly end: TryEnd;
  readonly queue_id: QueueId | null;
  readonly language: Language;
  readonly choices: readonly string[];
}

/** What is done on an eve; ``until_minute`` counts when it is shortened. */
export interface EveBody {
  readonly eve: EveCode;
  readonly kind?: EveKind;
  readonly until_minute?: number;
}

/** A date of the company's own, as 2026-11-27. No spans: closed all day. */
export interface OwnDayBody {
  readonly date: string;
  readonly name: string;
  readonly spans?: readonly DaySpan[];
}

/** POST /api/calendar and /api/calendar/preview. An eve that is not named is kept. */
export interface CalendarBody {
  readonly countries?: readonly Country[];
  readonly eves?: readonly EveBody[];
  readonly own_days?: readonly OwnDayBody[];
}

/** A date of the company's own. */
export interface OwnDayRow {
  readonly date: string;
  readonly name: string;
  readonly spans: readonly DaySpan[];
}

/** GET /api/calendar. ``days`` are the next twenty that are not like others; ``followers`` the queues that follow it. */
export interface CalendarAnswer {
  readonly countries: readonly Country[];
  readonly eves: readonly EveChoice[];
  readonly own_days: readonly OwnDayRow[];
  readonly days: readonly CalendarDay[];
  readonly followers: readonly QueueId[];
}

/** POST /api/calendar/preview: the next twenty days of a calendar that is not saved. */
export interface CalendarPreview {
  readonly days: readonly CalendarDay[];
}

/** A text in the three languages. Empty ones are filled from the template. */
export interface IncidentWords {
  readonly sv?: string;
  readonly nb?: string;
  readonly en?: string;
}

/** POST /api/incidents: something is down. Without words it has the draft's. ``publish``: customers see and hear it at once. */
export interface OpenIncidentBody {
  readonly queue_ids: readonly QueueId[];
  readonly words?: IncidentWords;
  readonly publish?: boolean;
}

/** POST /api/incidents/{id}/change: other words, for all who hear or see it from now on. */
export interface ChangeIncidentBody {
  readonly words: IncidentWords;
}

/** POST /api/incidents/{id}/solve: the one answer for all who are tied to it. */
export interface SolveIncidentBody {
  readonly answer?: IncidentWords;
}

/** POST /api/incidents/{id}/tie: this contact is about it too. */
export interface TieBody {
  readonly contact_id: ContactId;
}

/** GET /api/incidents/draft?queue_id=...: texts to begin with, with the queues' names in them. */
export interface Draft {
  readonly words: Words;
  readonly answer: Words;
}

/** Far more arrivals than usual, and the text to begin with. */
export interface ProposalRow {
  readonly proposal: ProposalView;
  readonly draft: Words;
}

/** An incident, how many contacts are about it, and how many of their customers still wait for the answer. */
export interface IncidentRow {
  readonly incident: Incident;
  readonly tied: number;
  readonly owed: number;
}

/** GET /api/incidents/all: what is proposed now, and the incidents, the newest first. */
export interface IncidentsAnswer {
  readonly proposals: readonly ProposalRow[];
  readonly incidents: readonly IncidentRow[];
}

/** A tied contact, with the number at which its customer can be called; empty when there is none. */
export interface TiedRow {
  readonly tied: Tied;
  readonly number: string;
}

/** GET /api/incidents/{id}: an incident and everybody who is tied to it, those who still wait first. */
export interface IncidentAnswer {
  readonly row: IncidentRow;
  readonly tied: readonly TiedRow[];
}

/** GET /api/reports/promise: how the waits that were told were kept in one hour. See docs/measures.md. */
export interface PromiseHour {
  readonly since: number;
  readonly queue_id: QueueId | null;
  readonly told: number;
  readonly kept: number;
  readonly share: number;
  readonly median_error_ms: number;
}

/** POST /api/settings/preview and /api/settings/import. ``secrets`` are new trunks' secrets, by id. ``base`` is what the preview was made upon: when it is another by now, the import is refused. */
export interface ImportBody {
  readonly text: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly base?: string;
  readonly why?: string;
}

/** POST /api/changes/{id}/undo */
export interface UndoBody {
  readonly why?: string;
}

/** One field that differs, as text; None: nothing is there. */
export interface FieldRow {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One item that an import adds, changes or removes. */
export interface ItemRow {
  readonly section: string;
  readonly key: string;
  readonly kind: ItemChangeKind;
  readonly fields: readonly FieldRow[];
}

/** Something that stands in an import's way. ``line`` counts from 1; 0: it is about no line. */
export interface FaultInFile {
  readonly line: number;
  readonly section: string;
  readonly key: string;
  readonly field: string;
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
}

/** What an import would do; nothing is done while there are ``faults``. ``needs_secret`` are new trunks whose secret has to come beside the file. */
export interface ImportPreview {
  readonly base: string;
  readonly changes: readonly ItemRow[];
  readonly faults: readonly FaultInFile[];
  readonly needs_secret: readonly string[];
}

/** An account that an import made, with the password that is shown this once. */
export interface NewPasswordRow {
  readonly account: string;
  readonly password: string;
}

/** Something new whose secret is not in a file: what somebody still has to do, and where. */
export interface LeftToDo {
  readonly section: string;
  readonly key: string;
  readonly what_to_do: string;
}

/** What an import did, and what it left to do. */
export interface ImportDone {
  readonly changes: readonly ItemRow[];
  readonly passwords: readonly NewPasswordRow[];
  readonly left: readonly LeftToDo[];
}

/** An import that was refused, with everything that stands in its way. */
export interface SettingsProblem {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
  readonly faults: readonly FaultInFile[];
}

/** One row of the history. ``by`` is as the journal names them, ``by_name`` empty when they are gone. ``erased``: what it said was erased with whom it was about. ``is_whole``: it says what was journaled. */
export interface ChangeAnswer {
  readonly number: number;
  readonly id: string;
  readonly batch: string;
  readonly at: number;
  readonly by: string;
  readonly by_name: string;
  readonly origin: TrailOrigin;
  readonly section: string;
  readonly key: string;
  readonly kind: ItemChangeKind;
  readonly why: string;
  readonly fields: readonly FieldRow[];
  readonly erased: boolean;
  readonly is_whole: boolean;
  readonly can_undo: boolean;
  readonly undone_by: string;
  readonly undoes: string;
}

/** Somebody who has changed something. */
export interface ActorRow {
  readonly by: string;
  readonly name: string;
}

/** GET /api/changes: the newest first. ``next`` is the ``below`` of the next page, None at the end. */
export interface HistoryAnswer {
  readonly changes: readonly ChangeAnswer[];
  readonly next: number | null;
  readonly sections: readonly string[];
  readonly actors: readonly ActorRow[];
}

/** GET /api/settings/items: an item's revision, which ``If-Match`` takes; and who changed it last. */
export interface ItemAnswer {
  readonly section: string;
  readonly key: string;
  readonly revision: string;
  readonly changed_at: number | null;
  readonly changed_by: string;
}

/** Somebody else changed it meanwhile: who, when, and what of it is otherwise than it was. */
export interface EditConflict {
  readonly code: string;
  readonly detail: string;
  readonly what_to_do: string;
  readonly request_id: string;
  readonly section: string;
  readonly key: string;
  readonly revision: string;
  readonly changed_at: number | null;
  readonly changed_by: string;
  readonly fields: readonly FieldRow[];
}

/** POST /api/phrases: something good to say at a moment, in one language at least. */
export interface PhraseBody {
  readonly moment: Moment;
  readonly sv?: string;
  readonly nb?: string;
  readonly en?: string;
}

/** POST /api/phrases/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was quicker the answer is ``changed_meanwhile``. To undo, send the words that were before. */
export interface ChangePhraseBody {
  readonly moment: Moment;
  readonly sv?: string;
  readonly nb?: string;
  readonly en?: string;
  readonly version: number;
}

/** POST /api/phrases/{id}/archive: the version that was seen. */
export interface ArchivePhraseBody {
  readonly version: number;
}

/** POST /api/phrases/order: a moment's phrases, the first to be shown first. Those that are not named come after them, as they were. */
export interface OrderPhrasesBody {
  readonly moment: Moment;
  readonly ids: readonly string[];
}

/** One text in the languages that the team writes in, one at least. */
export interface LinesBody {
  readonly sv?: string;
  readonly nb?: string;
  readonly en?: string;
}

/** A question of a form; keep its ``id`` when only its words change. */
export interface QuestionBody {
  readonly id: string;
  readonly words: LinesBody;
  readonly hint?: LinesBody;
  readonly scale?: Scale;
  readonly counts?: number;
  readonly may_not_apply?: boolean;
  readonly critical?: boolean;
}

/** Questions under one heading. */
export interface SectionBody {
  readonly id: string;
  readonly words: LinesBody;
  readonly questions: readonly QuestionBody[];
}

/** POST /api/quality/forms */
export interface FormBody {
  readonly words: LinesBody;
  readonly sections: readonly SectionBody[];
  readonly passes_at?: number;
}

/** POST /api/quality/forms/{id}: all of it anew. Open reviews go on with the version they began with. */
export interface ChangeFormBody {
  readonly words: LinesBody;
  readonly sections: readonly SectionBody[];
  readonly passes_at?: number;
  readonly version: number;
}

/** The version that was seen; when somebody else was quicker the answer is ``changed_meanwhile``. */
export interface SeenBody {
  readonly version: number;
}

/** POST /api/quality/samplings: so many contacts for each agent in each period. */
export interface SamplingBody {
  readonly name: string;
  readonly form_id: string;
  readonly each?: number;
  readonly period?: Period;
  readonly queue_ids?: readonly QueueId[];
  readonly least_ms?: number;
}

/** POST /api/quality/samplings/{id}: all of it anew. */
export interface ChangeSamplingBody {
  readonly name: string;
  readonly form_id: string;
  readonly each?: number;
  readonly period?: Period;
  readonly queue_ids?: readonly QueueId[];
  readonly least_ms?: number;
  readonly version: number;
}

/** POST /api/quality/samples: a contact by hand, with a reason; never part of a trend. */
export interface AddSampleBody {
  readonly contact_id: ContactId;
  readonly form_id: string;
  readonly reason: string;
}

/** POST /api/quality/asked: an agent wants a contact of their own to be reviewed. */
export interface AskReviewBody {
  readonly contact_id: ContactId;
  readonly reason: string;
}

/** POST /api/quality/samples/{id}/set-aside */
export interface AsideBody {
  readonly why: AsideReason;
}

/** POST /api/quality/samples/{id}/begin: the form, when the agent asked and nobody chose one yet. */
export interface BeginBody {
  readonly form_id?: string | null;
}

/** POST /api/quality/reviews/{id}/draft: the whole of it, made of ``version``. */
export interface DraftBody {
  readonly version: number;
  readonly given: readonly Given[];
  readonly notes?: readonly QuestionNote[];
  readonly marks?: readonly Mark[];
  readonly whole?: string;
}

/** POST /api/quality/reviews/{id}/reply: to disagree takes a reason, and somebody else looks at it too. */
export interface ReplyBody {
  readonly reply: Reply;
  readonly text?: string;
}

/** POST /api/quality/calibrations: who shall judge a contact, unseen by each other. */
export interface CalibrationBody {
  readonly contact_id: ContactId;
  readonly form_id: string;
  readonly reviewers: readonly string[];
}

/** What is told of a contact beside its review: nothing about its customer. */
export interface ReviewedContact {
  readonly contact_id: ContactId;
  readonly agent_id: AgentId;
  readonly queue_id: QueueId;
  readonly channel: Channel;
  readonly language: Language;
  readonly answered_at: number;
  readonly talk_ms: number;
}

/** Somebody who may review. */
export interface ReviewerRow {
  readonly id: string;
  readonly name: string;
}

/** A contact that is to be reviewed, or was. */
export interface SampleRow {
  readonly sample: Sample;
  readonly contact: ReviewedContact;
  readonly review_id: string | null;
  readonly reviewer_name: string;
  readonly is_mine: boolean;
  readonly for_others: boolean;
  readonly added_by: string;
  readonly reason: string;
}

/** What a section came to by itself, in hundredths of a per cent. */
export interface SectionCame {
  readonly id: string;
  readonly hundredths: number | null;
}

/** GET /api/quality/reviews/{id}: the same page for reviewer, agent and leader. */
export interface ReviewView {
  readonly review: Review;
  readonly form: ScoringForm;
  readonly form_changed: boolean;
  readonly sections: readonly SectionCame[];
  readonly sample: Sample | null;
  readonly contact: ReviewedContact;
  readonly recordings: readonly RecordingRow[];
  readonly written: Written;
  readonly words_erased: boolean;
  readonly reason: string;
  readonly reply: string;
  readonly sees_as: "reviewer" | "agent" | "leader";
  readonly first: Review | null;
  readonly first_reply: string;
  readonly second_id: string | null;
}

/** A review of one's own contact, in short. */
export interface OwnReview {
  readonly review: Review;
  readonly words: Words;
  readonly contact: ReviewedContact;
}

/** GET /api/quality/mine */
export interface OwnQuality {
  readonly reviews: readonly OwnReview[];
  readonly asked: readonly SampleRow[];
}

/** GET /api/quality/mine/unseen: reviews that the agent has not opened. */
export interface Unseen {
  readonly count: number;
  readonly latest_id: string | null;
}

/** GET /api/quality/contacts/{id}: what the asker may know of its reviews. */
export interface OfContact {
  readonly samples: readonly SampleRow[];
  readonly reviewable: boolean;
  readonly own: boolean;
}

/** A draw in short. */
export interface DrawRow {
  readonly id: string;
  readonly sampling_id: string;
  readonly name: string;
  readonly at: number;
  readonly by: string;
  readonly since: number;
  readonly before: number;
  readonly drawn: number;
  readonly of: number;
}

/** GET /api/quality/draws/{id}: from how many, by which seed, and drawn again just now. */
export interface DrawView {
  readonly draw: Draw;
  readonly shares: readonly Share[];
  readonly agrees: boolean;
}

/** GET /api/quality/samplings */
export interface SamplingsView {
  readonly live: readonly Sampling[];
  readonly archived: readonly Sampling[];
}

/** GET /api/quality/forms */
export interface FormsView {
  readonly live: readonly ScoringForm[];
  readonly archived: readonly ScoringForm[];
}

/** A calibration in short. */
export interface CalibrationRow {
  readonly calibration: Calibration;
  readonly words: Words;
  readonly contact: ReviewedContact;
  readonly opened_by: string;
  readonly reviewers: readonly ReviewerRow[];
  readonly done: number;
  readonly shown: boolean;
  readonly mine: "none" | "open" | "begun" | "done";
  readonly review_id: string | null;
}

/** GET /api/quality/calibrations/{id}: what all said, once it is shown. Whose is whose is not told. */
export interface CalibrationView {
  readonly row: CalibrationRow;
  readonly form: ScoringForm;
  readonly spreads: readonly Spread[];
  readonly mine: readonly Given[];
  readonly alpha: number | null;
  readonly wholes: readonly number[];
  readonly notes: readonly QuestionNote[];
}

/** GET /api/quality/trend, and of one agent. */
export interface QualityTrend {
  readonly form: ScoringForm;
  readonly weeks: readonly number[];
  readonly reviews: number;
  readonly agents: number;
  readonly agent_id: AgentId | null;
  readonly questions: readonly QuestionTrend[];
}

/** A row's key as people name it (queues, teams, results); keys that are not here name themselves. */
export interface FigureLabel {
  readonly key: string;
  readonly label: string;
}

/** GET /api/reports/figures */
export interface FiguresReport {
  readonly by: By;
  readonly labels: readonly FigureLabel[];
  readonly silent: readonly string[];
  readonly span: FigureSpan;
  readonly compared: FigureSpan | null;
}

/** GET /api/reports/agents/{agent_id}: the same for the agent and for who leads; never beside another. */
export interface AgentFigures {
  readonly agent_id: AgentId;
  readonly report: FiguresReport;
}

/** A contact that a figure counts. ``times`` is more than 1 where it counts what happened in contacts. */
export interface CountedContact {
  readonly contact: ContactRow;
  readonly times: number;
}

/** GET /api/reports/contacts: the contacts that a figure counts, the latest first. */
export interface CountedContacts {
  readonly figure: Countable;
  readonly value: number;
  readonly contacts: readonly CountedContact[];
  readonly after: string | null;
}

/** GET /api/reports/checks: the days that were counted again from the journal, the latest first. */
export interface ChecksAnswer {
  readonly days: readonly CheckedDay[];
}

/** When. ``minute`` is counted from the company's midnight; ``weekday`` (1 Monday to 7) is for weekly reports, ``month_day`` for monthly ones. */
export interface TimetableBody {
  readonly cadence: Cadence;
  readonly minute: number;
  readonly weekday?: number;
  readonly month_day?: number;
}

/** What the report is narrowed to; null is all. */
export interface FiltersBody {
  readonly queue?: string | null;
  readonly team?: string | null;
  readonly result?: string | null;
  readonly channel?: string | null;
}

/** POST /api/schedules: a report that is to come by mail, in ``language``, to these addresses. */
export interface ScheduleBody {
  readonly name: string;
  readonly timetable: TimetableBody;
  readonly by: By;
  readonly filters?: FiltersBody;
  readonly compare?: Compare | null;
  readonly language: Language;
  readonly recipients: readonly string[];
  readonly paused?: boolean;
}

/** POST /api/schedules/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was quicker the answer is ``changed_meanwhile``. */
export interface ChangeScheduleBody {
  readonly name: string;
  readonly timetable: TimetableBody;
  readonly by: By;
  readonly filters?: FiltersBody;
  readonly compare?: Compare | null;
  readonly language: Language;
  readonly recipients: readonly string[];
  readonly paused?: boolean;
  readonly version: number;
}

/** A schedule and when its next report falls due; null while it is paused. */
export interface ScheduleRow {
  readonly schedule: Schedule;
  readonly next_at: number | null;
}

/** GET /api/schedules */
export interface SchedulesAnswer {
  readonly can_send: boolean;
  readonly schedules: readonly ScheduleRow[];
  readonly removed: readonly Schedule[];
  readonly mails: readonly ReportMail[];
}

/** GET /api/prompts/{language} */
export interface PromptsAnswer {
  readonly sentences: readonly Sentence[];
  readonly spoken_only: readonly SpokenOnly[];
}

/** GET /api/brand: what everybody may see, at the door and on customers' pages. */
export interface BrandAnswer {
  readonly company: Readonly<Record<Language, string>>;
  readonly accent: string;
  readonly on_accent: string;
  readonly logo: string;
}

/** POST /api/brand/accent; empty: Lur's own. */
export interface AccentBody {
  readonly accent: string;
}

/** A reason, its limit and its words. */
export interface PauseBodyRow {
  readonly reason: string;
  readonly limit_ms: number;
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
}

/** POST /api/pauses: all of them, in the order in which they are shown. */
export interface PausesBody {
  readonly reasons: readonly PauseBodyRow[];
}

/** POST /api/agents/{id}/team; empty: none. */
export interface TeamBody {
  readonly team: string;
}

/** POST /api/people and /api/people/check */
export interface PeopleBody {
  readonly people: readonly PersonRow[];
}

/** POST /api/people/check: what is wrong, row by row; nothing: they can be added. */
export interface PeopleFaults {
  readonly faults: readonly FaultyRow[];
}

/** Somebody who was added; the password and the phone's secret are shown this once. */
export interface NewPerson {
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly agent_id: AgentId | null;
  readonly phone: PhoneSecret | null;
}

/** POST /api/guide/{step} */
export interface StepBody {
  readonly state: GuideState;
}

/** POST /api/guide/languages: what the company speaks, the first one first. */
export interface LanguagesBody {
  readonly languages: readonly Language[];
}

/** POST /api/guide/hidden: whether administrators are no longer led to the guide. */
export interface HiddenBody {
  readonly hidden: boolean;
}

/** POST /api/guide/call: the address to call. */
export interface FirstCallBody {
  readonly address: string;
}

/** POST /api/trunks/{id}/try: the telephone to call. */
export interface TrialBody {
  readonly number: string;
}

/** A button on the page to sign in. */
export interface ProviderDoor {
  readonly id: string;
  readonly name: string;
}

/** GET /api/sign-on: how one may sign in here. */
export interface SignInWays {
  readonly providers: readonly ProviderDoor[];
  readonly only_providers: boolean;
}

/** POST /api/sign-in, 202: the password is right, and now a second factor. */
export interface SecondFactorAsked {
  readonly ticket: string;
  readonly codes: boolean;
  readonly recovery: boolean;
  readonly passkey: string;
  readonly must_set_up: boolean;
}

/** POST /api/sign-in/second-factor: one of the three. */
export interface SecondFactorBody {
  readonly ticket: string;
  readonly code?: string | null;
  readonly recovery?: string | null;
  readonly credential?: string | null;
}

/** POST /api/sign-in/set-up */
export interface TicketBody {
  readonly ticket: string;
}

/** POST /api/sign-in/set-up/confirm */
export interface TicketCodeBody {
  readonly ticket: string;
  readonly code: string;
}

/** POST /api/sign-in/passkey/begin and /api/me/passkeys/begin */
export interface PasskeyAsked {
  readonly ticket: string;
  readonly options: string;
}

/** POST /api/sign-in/passkey */
export interface PasskeySignInBody {
  readonly ticket: string;
  readonly credential: string;
}

/** POST /api/sign-out */
export interface SignedOut {
  readonly go_to: string;
}

/** A place where one is signed in. */
export interface SessionView {
  readonly id: string;
  readonly here: boolean;
  readonly way: Way;
  readonly started_at: number;
  readonly seen_at: number;
  readonly address: string;
  readonly browser: string;
}

/** GET /api/me/security: how one's account is kept safe. */
export interface Security {
  readonly has_password: boolean;
  readonly codes: boolean;
  readonly recovery_left: number;
  readonly passkeys: readonly Passkey[];
  readonly required: boolean;
  readonly sessions: readonly SessionView[];
}

/** What to photograph, or to type, into an authenticator app. */
export interface CodesToSetUp {
  readonly address: string;
  readonly secret: string;
}

/** POST /api/me/codes/confirm */
export interface CodeBody {
  readonly code: string;
}

/** Shown this once; empty when those that one has are still good. */
export interface RecoveryCodes {
  readonly codes: readonly string[];
}

/** POST /api/sign-in/set-up/confirm */
export interface SignedInWithCodes {
  readonly me: Me;
  readonly codes: readonly string[];
}

/** POST /api/me/confirm */
export interface ConfirmBody {
  readonly password: string;
}

/** POST /api/me/passkeys */
export interface AddPasskeyBody {
  readonly name: string;
  readonly credential: string;
}

/** POST /api/me/passkeys/{id}/name */
export interface RenamePasskeyBody {
  readonly name: string;
}

/** A passkey that was just made, and recovery codes when there were none. */
export interface NewPasskey {
  readonly passkey: Passkey;
  readonly recovery_codes: readonly string[];
}

/** GET /api/accounts/safety: an account and how it is kept safe. */
export interface AccountSafety {
  readonly account: AccountRow;
  readonly codes: boolean;
  readonly passkeys: number;
  readonly sessions: number;
  readonly provider: string;
  readonly break_glass: boolean;
}

/** POST /api/accounts/{account}/change */
export interface ChangeAccountBody {
  readonly role: Role;
  readonly agent_id?: AgentId | null;
}

/** POST /api/accounts/{account}/break-glass */
export interface BreakGlassBody {
  readonly on: boolean;
}

/** What a group means here. */
export interface RuleBody {
  readonly group: string;
  readonly role: Role;
  readonly agent?: boolean;
  readonly team?: string;
}

/** POST /api/sign-on/providers: replaces an earlier one with its id; an empty secret keeps the old. */
export interface ProviderBody {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly secret?: string;
  readonly scopes?: string;
  readonly groups_claim?: string;
  readonly link_by_email?: boolean;
  readonly enabled?: boolean;
  readonly rules?: readonly RuleBody[];
}

/** What a group means here. */
export interface RuleRow {
  readonly group: string;
  readonly role: Role;
  readonly agent: boolean;
  readonly team: string;
}

/** A provider as it is set up; its secret is never shown. */
export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly has_secret: boolean;
  readonly scopes: string;
  readonly groups_claim: string;
  readonly link_by_email: boolean;
  readonly enabled: boolean;
  readonly rules: readonly RuleRow[];
  readonly redirect: string;
  readonly signed_out: string;
  readonly back_channel: string;
}

/** GET /api/sign-on/settings */
export interface SignOnSettings {
  readonly providers: readonly ProviderRow[];
  readonly only_providers: boolean;
  readonly second_factor_roles: readonly Role[];
}

/** POST /api/sign-on/policy */
export interface PolicyBody {
  readonly only_providers: boolean;
  readonly second_factor_roles?: readonly Role[];
}

/** POST /api/sign-on/providers/{id}/try */
export interface TrialAnswer {
  readonly checks: readonly Check[];
}

/** A statement. The content of a spoken one or a picture is asked for by its id. */
export interface StatementRow {
  readonly id: string;
  readonly form: StatementForm;
  readonly at: number;
  readonly duration_ms: number;
  readonly text: string;
  readonly upset: number | null;
  readonly tell_all: boolean;
}

/** POST /api/contacts/{id}/ask: a colleague, or an outside number with the name to show for it. For help neither is needed: those who stand by to help are rung, one after the other. */
export interface AskBody {
  readonly purpose: AskPurpose;
  readonly agent_id?: AgentId | null;
  readonly number?: string | null;
  readonly name?: string;
}

/** POST /api/contacts/{id}/queue: the customer waits there with the wait they have had. */
export interface ToQueueBody {
  readonly queue_id: QueueId;
}

/** POST /api/contacts/{id}/hand-over: to somebody who is in the talk. */
export interface HandOverBody {
  readonly party_id: PartyId;
}

/** POST /api/contacts/{id}/join */
export interface JoinBody {
  readonly part?: HeardPart;
}

/** POST /api/parties/{id}/part: who hears whom. */
export interface PartBody {
  readonly part: Part;
}

/** POST /api/parties/{id}/take-over: from the agent who was seen to have the customer; of two who do so at once, one does. ``stays``: that agent listens on. */
export interface TakeOverBody {
  readonly from_agent_id: AgentId;
  readonly stays?: boolean;
}

/** POST /api/agents/{id}/sit-in: beside whom. */
export interface SitInBody {
  readonly learner_id: AgentId;
}

/** POST /api/mentors and /api/mentors/remove: who may sit in with whom. */
export interface MentorBody {
  readonly agent_id: AgentId;
  readonly learner_id: AgentId;
}

/** POST /api/calls: a number, a customer (then the first of their numbers), or both. ``queue_id`` is whose number is shown and whose opening hours hold. Without a language it is the customer's, else one's own. */
export interface CallBody {
  readonly queue_id: QueueId;
  readonly number?: string | null;
  readonly customer_id?: string | null;
  readonly language?: Language | null;
}

/** POST /api/contacts/{id}/hints: a line for the agent who talks, which the customer never sees. */
export interface HintBody {
  readonly text: string;
}

/** Who was just asked. */
export interface NewParty {
  readonly party_id: PartyId;
  readonly seq: number;
}

/** The call that was just begun. */
export interface NewCall {
  readonly contact_id: ContactId;
  readonly seq: number;
}

/** GET /api/helpers: who helps today, until local midnight, and who may sit in with whom. */
export interface HelpersRow {
  readonly helpers: readonly AgentId[];
  readonly until: number;
  readonly mentors: readonly Mentor[];
}

/** Something between us and a customer that is not over. */
export interface OpenMatter {
  readonly kind: OpenKind;
  readonly contact: ContactRow;
  readonly note_line: string;
  readonly next_steps: readonly NextStep[];
}

/** GET /api/came-back: of my own contacts that I said were solved for good, one whose customer came back about the same matter within seven days. Only for the agent it is about. */
export interface CameBackRow {
  readonly contact: ContactRow;
  readonly again: ContactRow;
  readonly customer_id: string;
  readonly customer_name: string;
}

/** GET /api/reports/solved: served contacts that were given one answer to "solved for good?", and whether it held. See docs/measures.md. */
export interface SolvedRow {
  readonly queue_id: QueueId | null;
  readonly said: SaidSolved;
  readonly contacts: number;
  readonly stranger: number;
  readonly pending: number;
  readonly judged: number;
  readonly came_back: number;
  readonly held: number | null;
}

/** GET /api/pauses: a reason that an agent may give for a pause, how long it lasts at most, and its words. */
export interface PauseRow {
  readonly reason: string;
  readonly limit_ms: number;
  readonly sv: string;
  readonly nb: string;
  readonly en: string;
}

/** POST /api/stretch */
export interface StretchBody {
  readonly every_min: StretchMin;
}

/** GET and POST /api/stretch: how often the agent wants to be reminded to stretch. */
export interface StretchAnswer {
  readonly every_min: StretchMin;
}

/** How far the test call is; an instant is 0 until that has happened. */
export interface CallProgress {
  readonly id: string;
  readonly address: string;
  readonly stand_in: AgentId | null;
  readonly made_ready: AgentId | null;
  readonly contact_id: ContactId | null;
  readonly agent_id: AgentId | null;
  readonly dialled: number;
  readonly greeted: number;
  readonly rang: number;
  readonly answered: number;
  readonly caller_hears: number;
  readonly agent_hears: number;
  readonly ended: number;
  readonly recorded: number;
  readonly is_over: boolean;
  readonly fault: CallFault;
}

/** One of the three processes; one that is away is not in the list. */
export interface ProcessReport {
  readonly name: string;
  readonly pid: number;
  readonly memory_bytes: number;
  readonly cpu_s: number;
  readonly up_s: number;
}

/** A file of the data folder, with what waits in its write-ahead log. */
export interface StoreReport {
  readonly name: string;
  readonly bytes: number;
}

/** The last backup that came to its end. */
export interface BackupMark {
  readonly at: number;
  readonly bytes: number;
  readonly rows: number;
}

/** The machine now. ``backup`` is None when there never was one. */
export interface MachineReport {
  readonly version: string;
  readonly at: number;
  readonly processes: readonly ProcessReport[];
  readonly disk_free_bytes: number;
  readonly disk_bytes: number;
  readonly stores: readonly StoreReport[];
  readonly backup: BackupMark | null;
}

export interface _Pid {
  readonly pid: number;
}

/** A person as somebody typed or pasted them; nothing is checked yet. ``answers``: they take contacts. */
export interface PersonRow {
  readonly name: string;
  readonly login: string;
  readonly role: string;
  readonly language: string;
  readonly team: string;
  readonly skills: readonly Skill[];
  readonly answers: boolean;
}

/** What is wrong with the ``row``-th person, counted from 0. */
export interface FaultyRow {
  readonly row: number;
  readonly fault: RowFault;
}

/** What happened when. */
export interface TrialMoment {
  readonly step: TrialStep;
  readonly at: number;
}

/** A test call, so far. Over: ``fault`` says what went wrong, empty when the line works. */
export interface TrunkTrial {
  readonly id: string;
  readonly trunk_id: string;
  readonly at: number;
  readonly moments: readonly TrialMoment[];
  readonly is_over: boolean;
  readonly fault: TrialFault;
  readonly status: number;
  readonly detail: string;
}
