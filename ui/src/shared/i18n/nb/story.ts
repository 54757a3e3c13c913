// What happened, as sentences; lengths and ranges of time.
import type { Catalogue } from "../en/index";

export const timeline: Catalogue["timeline"] = {
  ContactArrived: (d) => {
    if (!d.onLine) return "Tok kontakt uten å ringe";
    return d.entering ? `Kom inn på ${d.channel}` : `Kom til ${d.queue} på ${d.channel}`;
  },
  ContactQueued: (d) => (d.choices === "" ? `Fikk en plass i ${d.queue}` : `Fikk en plass i ${d.queue}. Valgte: ${d.choices}`),
  ContactRefused: (d) => {
    if (d.door === "full") return `Kom da køen til ${d.queue} var full`;
    return d.time === null ? `Kom da ${d.queue} var stengt` : `Kom da ${d.queue} var stengt; åpner ${d.time}`;
  },
  ContactOverflowed: (d) => `Kan nå også tas av medarbeiderne i ${d.queue}`,
  CallbackAsked: () => "Beholder plassen og blir ringt opp",
  CallbackPostponed: (d) => {
    if (!d.chosen) return `Ringes opp når det åpner, ${d.time}`;
    return d.until === null ? `Vil bli ringt opp fra ${d.time}` : `Vil bli ringt opp mellom ${d.time} og ${d.until}`;
  },
  CallbackDue: () => "På tide å ringe opp: står i køen på plassen sin",
  CallbackDialled: (d) => `${d.agent} ringte opp, forsøk ${d.attempt}`,
  CallbackAnswered: (d) => `Svarte da ${d.agent} ringte opp`,
  CallbackMissed: (d) =>
    d.time === null ? `Ble ikke nådd i forsøk ${d.attempt}, det siste` : `Ble ikke nådd i forsøk ${d.attempt}. Nytt forsøk ${d.time}`,
  StatementKept: (d) => {
    const what = { voice: `Fortalte i telefonen, ${d.duration}`, text: "Skrev hva som har skjedd", picture: "Sendte et bilde" }[d.form];
    const upset = d.upset === null ? "" : `. Opprørt: ${d.upset} av 10, med egne ord`;
    return `${what}${upset}${d.tellAll ? ". Vil fortelle alt først" : ""}`;
  },
  ContactTied: () => "Gjelder en driftsforstyrrelse som er kjent",
  WaitTold: (d) =>
    d.range === null ? `Fikk høre: nummer ${d.place}` : `Fikk høre: nummer ${d.place}, svar om ${d.range}`,
  OfferMade: (d) => `Ringte hos ${d.agent}`,
  OfferAccepted: (d) => `${d.agent} svarte`,
  OfferDeclined: (d) => `${d.agent} kunne ikke ta den`,
  OfferExpired: (d) => `${d.agent} rakk ikke å svare`,
  OfferWithdrawn: (d) => `Det sluttet å ringe hos ${d.agent}`,
  ContactReturned: (d) =>
    d.nobodyCame ? "Kollegaen kom ikke; tilbake i køen på samme plass" : `Linjen til ${d.agent} ble brutt; tilbake i køen på samme plass`,
  ContactMoved: (d) => `Flyttet til ${d.queue} med ventetiden i behold`,
  CalledOut: (d) => `${d.agent} ringte opp, fra ${d.queue}`,
  PartyAsked: (d) =>
    ({
      consult: `${d.from} spurte ${d.agent}`,
      transfer: `${d.from} ringte ${d.agent} for å sette over`,
      help: `${d.from} ba ${d.agent} om hjelp`,
      mentor: `${d.agent} ble bedt om å sitte med`,
      join: `${d.agent} ble bedt om å bli med`,
      learner: `${d.agent} lytter videre`,
    })[d.purpose],
  PartyCame: (d) =>
    ({
      aside: `${d.agent} svarte, ved siden av kunden`,
      listen: `${d.agent} lytter`,
      whisper: `${d.agent} snakker bare med medarbeideren`,
      joined: `${d.agent} ble med i samtalen`,
    })[d.part],
  PartyChanged: (d) =>
    ({
      aside: `${d.agent} svarte, ved siden av kunden`,
      listen: `${d.agent} lytter`,
      whisper: `${d.agent} snakker bare med medarbeideren`,
      joined: `${d.agent} ble med i samtalen`,
    })[d.part],
  PartyWent: (d) => `${d.agent} er ikke med i samtalen`,
  ContactHandedOver: (d) => (d.from === "" ? `${d.agent} tok imot kunden` : `${d.agent} tok over kunden fra ${d.from}`),
  ContactLeftToColleague: (d) => `${d.agent} overlot kunden til en kollega det ringte hos`,
  ContactLeftOutside: () => "Fortsetter med et eksternt nummer, uten oss",
  ContactHeld: () => "Satt på vent",
  ContactResumed: () => "Hentet tilbake fra vent",
  PlaceResumed: () => "Fikk tilbake plassen fra en tidligere samtale",
  ContactDescribed: (d) => {
    if (d.result !== null) return `${d.agent} oppdaterte resultatet: ${d.result}`;
    return d.solved === null ? `${d.agent} oppdaterte resultatet` : `${d.agent} ${d.solved ? "merket det som løst" : "merket det som ikke løst"}`;
  },
  ContactEnded: (d) => `${d.outcome}. Avsluttet av ${d.by}`,
  RecordingDeclined: () => "Reserverte seg mot opptak",
  RecordingKept: (d) => `Opptaket er lagret, ${d.duration}`,
  RecordingLost: () => "Opptaket gikk tapt",
  WrapUpStarted: (d) => `${d.agent} begynte på etterarbeidet`,
  WrapUpFinished: (d) =>
    d.result === null ? `${d.agent} ble ferdig med etterarbeidet` : `${d.agent} ble ferdig med etterarbeidet: ${d.result}`,
  BreathStarted: (d) => `${d.agent} fikk pusterom`,
  MoreTimeTaken: (d) => `${d.agent} tok mer tid`,
};

export const reasons: Catalogue["reasons"] = {
  declined: "avslo",
  busy: "opptatt",
  unreachable: "telefonen kunne ikke nås",
  failed: "feil på telefonen",
  customer_left: "kunden la på",
  agent_left: "medarbeideren gikk",
  contact_moved: "flyttet til en annen kø",
  fewer_agents: "lengre enn før: færre medarbeidere",
  longer_calls: "lengre enn før: samtalene tar mer tid",
  earlier_place_returned: "lengre enn før: noen med en tidligere plass kom tilbake",
  hung_up: "la på",
  closed: "stengt",
  full: "køen var full",
  line_lost: "linjen ble brutt",
  media_lost: "lyden ble brutt",
  outside_hung_up: "det eksterne nummeret la på",
  repaired: "rettet etter en omstart",
  stopped: "Lur ble stoppet",
  agent_line_lost: "linjen ble brutt",
  agent_stopped_calling: "medarbeideren sluttet å ringe",
  agent_unreachable: "telefonen kunne ikke nås",
};

/** Somebody in a talk who is none of us and whose name is not kept in the story. */
export const outsider = "et eksternt nummer";

export const went: Catalogue["went"] = {
  declined: "kunne ikke komme nå",
  no_answer: "rakk ikke å svare",
  busy: "opptatt",
  unreachable: "kunne ikke nås",
  failed: "samtalen kom ikke fram",
  refused: "nummeret kan ikke ringes opp",
  withdrawn: "spørsmålet ble trukket tilbake",
  left: "gikk",
  lost: "linjen ble brutt",
  dropped: "ble sluppet",
  over: "det var over",
};

export const misses: Catalogue["misses"] = {
  busy: "opptatt",
  no_answer: "ingen svarte",
  unreachable: "nummeret kunne ikke nås",
  failed: "samtalen kom ikke fram",
  refused: "nummeret kan ikke ringes opp",
};

export const range: Catalogue["range"] = {
  under: "under ett minutt",
  minutes: (low, high) => (low === high ? `omtrent ${high}\u00a0min` : `${low}–\u2060${high}\u00a0min`),
};

export const units: Catalogue["units"] = {
  seconds: (n) => (n === 1 ? "1 sekund" : `${n} sekunder`),
  minutes: (n) => (n === 1 ? "1 minutt" : `${n} minutter`),
};
