// What happened, as sentences; lengths and ranges of time.
import type { Catalogue } from "../en/index";

export const timeline: Catalogue["timeline"] = {
  ContactArrived: (d) => {
    if (!d.onLine) return "Hörde av sig utan att ringa";
    return d.entering ? `Kom in på ${d.channel}` : `Kom till ${d.queue} på ${d.channel}`;
  },
  ContactQueued: (d) => (d.choices === "" ? `Fick en plats i ${d.queue}` : `Fick en plats i ${d.queue}. Valde: ${d.choices}`),
  ContactRefused: (d) => {
    if (d.door === "full") return `Kom när kön till ${d.queue} var full`;
    return d.time === null ? `Kom när ${d.queue} var stängt` : `Kom när ${d.queue} var stängt; öppnar ${d.time}`;
  },
  ContactOverflowed: (d) => `Kan nu också tas av medarbetarna i ${d.queue}`,
  CallbackAsked: () => "Behåller sin plats och blir uppringd",
  CallbackPostponed: (d) => {
    if (!d.chosen) return `Rings upp när det öppnar, ${d.time}`;
    return d.until === null ? `Vill bli uppringd från ${d.time}` : `Vill bli uppringd mellan ${d.time} och ${d.until}`;
  },
  CallbackDue: () => "Dags att ringa upp: står i kön på sin plats",
  CallbackDialled: (d) => `${d.agent} ringde upp, försök ${d.attempt}`,
  CallbackAnswered: (d) => `Svarade när ${d.agent} ringde upp`,
  CallbackMissed: (d) =>
    d.time === null ? `Nåddes inte vid försök ${d.attempt}, det sista` : `Nåddes inte vid försök ${d.attempt}. Nytt försök ${d.time}`,
  StatementKept: (d) => {
    const what = { voice: `Berättade i telefonen, ${d.duration}`, text: "Skrev vad som har hänt", picture: "Skickade en bild" }[d.form];
    const upset = d.upset === null ? "" : `. Upprörd: ${d.upset} av 10, med egna ord`;
    return `${what}${upset}${d.tellAll ? ". Vill berätta allt först" : ""}`;
  },
  ContactTied: () => "Gäller en driftstörning som är känd",
  WaitTold: (d) =>
    d.range === null ? `Fick höra: plats ${d.place}` : `Fick höra: plats ${d.place}, svar om ${d.range}`,
  OfferMade: (d) => `Ringde hos ${d.agent}`,
  OfferAccepted: (d) => `${d.agent} svarade`,
  OfferDeclined: (d) => `${d.agent} kunde inte ta det`,
  OfferExpired: (d) => `${d.agent} hann inte svara`,
  OfferWithdrawn: (d) => `Det slutade ringa hos ${d.agent}`,
  ContactReturned: (d) =>
    d.nobodyCame ? "Kollegan kom inte; tillbaka i kön på samma plats" : `Linjen till ${d.agent} bröts; tillbaka i kön på samma plats`,
  ContactMoved: (d) => `Flyttades till ${d.queue} med sin väntetid kvar`,
  CalledOut: (d) => `${d.agent} ringde upp, från ${d.queue}`,
  PartyAsked: (d) =>
    ({
      consult: `${d.from} frågade ${d.agent}`,
      transfer: `${d.from} ringde ${d.agent} för att koppla vidare`,
      help: `${d.from} bad ${d.agent} om hjälp`,
      mentor: `${d.agent} ombads sitta med`,
      join: `${d.agent} ombads gå med`,
      learner: `${d.agent} lyssnar vidare`,
    })[d.purpose],
  PartyCame: (d) =>
    ({
      aside: `${d.agent} svarade, vid sidan av kunden`,
      listen: `${d.agent} lyssnar`,
      whisper: `${d.agent} talar bara med medarbetaren`,
      joined: `${d.agent} gick med i samtalet`,
    })[d.part],
  PartyChanged: (d) =>
    ({
      aside: `${d.agent} svarade, vid sidan av kunden`,
      listen: `${d.agent} lyssnar`,
      whisper: `${d.agent} talar bara med medarbetaren`,
      joined: `${d.agent} gick med i samtalet`,
    })[d.part],
  PartyWent: (d) => `${d.agent} är inte med i samtalet`,
  ContactHandedOver: (d) => (d.from === "" ? `${d.agent} tog emot kunden` : `${d.agent} tog över kunden från ${d.from}`),
  ContactLeftToColleague: (d) => `${d.agent} lämnade kunden till en kollega som det ringde hos`,
  ContactLeftOutside: () => "Fortsätter med ett externt nummer, utan oss",
  ContactHeld: () => "Parkerades",
  ContactResumed: () => "Togs tillbaka i samtalet",
  PlaceResumed: () => "Fick tillbaka sin plats från ett tidigare samtal",
  ContactDescribed: (d) => {
    if (d.result !== null) return `${d.agent} uppdaterade resultatet: ${d.result}`;
    return d.solved === null ? `${d.agent} uppdaterade resultatet` : `${d.agent} ${d.solved ? "markerade det som löst" : "markerade det som inte löst"}`;
  },
  ContactEnded: (d) => `${d.outcome}. Avslutades av ${d.by}`,
  RecordingDeclined: () => "Avböjde inspelning",
  RecordingKept: (d) => `Inspelningen är sparad, ${d.duration}`,
  RecordingLost: () => "Inspelningen gick förlorad",
  WrapUpStarted: (d) => `${d.agent} började med efterarbetet`,
  WrapUpFinished: (d) =>
    d.result === null ? `${d.agent} blev klar med efterarbetet` : `${d.agent} blev klar med efterarbetet: ${d.result}`,
  BreathStarted: (d) => `${d.agent} fick andrum`,
  MoreTimeTaken: (d) => `${d.agent} tog mer tid`,
};

export const reasons: Catalogue["reasons"] = {
  declined: "avböjde",
  busy: "upptaget",
  unreachable: "telefonen gick inte att nå",
  failed: "fel på telefonen",
  customer_left: "kunden lade på",
  agent_left: "medarbetaren gick",
  contact_moved: "flyttad till en annan kö",
  fewer_agents: "längre än förut: färre medarbetare",
  longer_calls: "längre än förut: samtalen tar mer tid",
  earlier_place_returned: "längre än förut: någon med en tidigare plats kom tillbaka",
  hung_up: "lade på",
  closed: "stängt",
  full: "kön var full",
  line_lost: "linjen bröts",
  media_lost: "ljudet bröts",
  outside_hung_up: "det externa numret lade på",
  repaired: "rättat efter en omstart",
  stopped: "Lur stoppades",
  agent_line_lost: "linjen bröts",
  agent_stopped_calling: "medarbetaren slutade ringa",
  agent_unreachable: "telefonen gick inte att nå",
};

/** Somebody in a talk who is none of us and whose name is not kept in the story. */
export const outsider = "ett externt nummer";

export const went: Catalogue["went"] = {
  declined: "kunde inte komma nu",
  no_answer: "hann inte svara",
  busy: "upptaget",
  unreachable: "gick inte att nå",
  failed: "samtalet kom inte fram",
  refused: "numret får inte ringas upp",
  withdrawn: "frågan togs tillbaka",
  left: "gick",
  lost: "linjen bröts",
  dropped: "släpptes",
  over: "det var över",
};

export const misses: Catalogue["misses"] = {
  busy: "upptaget",
  no_answer: "ingen svarade",
  unreachable: "numret gick inte att nå",
  failed: "samtalet kom inte fram",
  refused: "numret får inte ringas upp",
};

export const range: Catalogue["range"] = {
  under: "under en minut",
  minutes: (low, high) => (low === high ? `ungefär ${high}\u00a0min` : `${low}–\u2060${high}\u00a0min`),
};

export const units: Catalogue["units"] = {
  seconds: (n) => (n === 1 ? "1 sekund" : `${n} sekunder`),
  minutes: (n) => (n === 1 ? "1 minut" : `${n} minuter`),
};
