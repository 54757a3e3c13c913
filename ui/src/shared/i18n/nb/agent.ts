// What agents are, and what the pages say to them aloud.
import type { Catalogue } from "../en/index";

export const presence: Catalogue["presence"] = {
  signed_out: "Avlogget",
  ready: "Klar",
  unreachable: "Kan ikke nås",
  offered: "Det ringer",
  on_contact: "I samtale",
  wrap_up: "Etterarbeid",
  breath: "Pusterom",
  pause: "Pause",
  next: { pause: "tar pause etter dette", sign_out: "går etter dette" },
};

export const pauses: Catalogue["pauses"] = {
  break: "Pause",
  lunch: "Lunsj",
  meeting: "Møte",
  training: "Opplæring",
  missed: "Tapt ringing",
  unreachable: "Kunne ikke nås",
  other: "Pause",
};

export const mine: Catalogue["mine"] = {
  title: "Meg",
  nextUp: (queue) => `Den første i køen venter i ${queue}`,
  nobodyWaits: "Ingen venter",
  ready: "Klar",
  becomeReady: "Bli klar",
  pause: "Pause",
  pauseWhy: "Hvorfor tar du pause?",
  signOut: "Logg av",
  signOutAfter: "Logg av etter dette",
  pauseAfter: "Pause etter dette",
  stay: "Jeg blir",
  moreTime: "Ett minutt til",
  finish: "Ferdig",
  ringing: "Det ringer i telefonen din",
  ringingNote: "Løft av røret for å svare.",
  waitedForPrefix: "Har ventet",
  inCall: "Du er i samtale",
  wrapUp: "Etterarbeid",
  wrapUpNote: "Gjør ferdig det som gjenstår. Neste kunde venter til du er ferdig eller tiden er ute.",
  breath: "Pusterom",
  breathNote: "En liten hvil før neste.",
  missed: "Du rakk ikke å svare",
  missedNote: "Kunden beholdt plassen og får hjelp av noen andre. Trykk Klar når du er tilbake.",
  signedOut: "Du er avlogget",
  signedOutNote: "Trykk Bli klar, eller slå *1 på telefonen.",
  noPhone: "Telefonen din er ikke tilkoblet",
  noPhoneNote: "Ingen samtaler når deg før den er det. Sjekk telefonens konto og nett.",
  timeLeft: (time) => `${time} igjen`,
  until: (time) => `senest til ${time}`,
  solved: "Løst?",
  solvedYes: "Ja",
  solvedNo: "Ikke ennå",
  result: "Resultat",
  hard: "Den var tung",
  hardNote: "Gir deg et lengre pusterom, og tunge henvendelser fordeles likt.",
};

export const dispositions: Catalogue["dispositions"] = {
  answered: "Besvart",
  follow_up: "Skal følges opp",
  passed_on: "Gitt videre",
  wrong_number: "Feil nummer",
};

export const announce: Catalogue["announce"] = {
  firstWaiting: (queue) => `Noen venter i ${queue}`,
  pastPromise: (queue) => `Noen har ventet lenger enn løftet i ${queue}`,
  alarm: (what) => `Alarm: ${what}`,
  ringing: "Det ringer i telefonen din",
  presence: (what) => `Du er nå: ${what}`,
};
