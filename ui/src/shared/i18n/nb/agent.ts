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
  standby: "For kolleger",
  asked: "En kollega ringer",
  assisting: "Hos en kollega",
  next: { pause: "tar pause etter dette", sign_out: "går etter dette" },
};

export const pauses: Catalogue["pauses"] = {
  break: "Pause",
  lunch: "Lunsj",
  meeting: "Møte",
  training: "Opplæring",
  recovery: "Restitusjon",
  missed: "Tapt oppringning",
  unreachable: "Kunne ikke nås",
  line_lost: "Linjen ble brutt",
  stopped_calling: "Sluttet å ringe",
  other: "Pause",
};

export const announce: Catalogue["announce"] = {
  firstWaiting: (queue) => `Noen venter i ${queue}`,
  pastPromise: (queue) => `Noen har ventet lenger enn løftet i ${queue}`,
  alarm: (what) => `Alarm: ${what}`,
};
