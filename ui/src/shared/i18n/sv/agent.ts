// What agents are, and what the pages say to them aloud.
import type { Catalogue } from "../en/index";

export const presence: Catalogue["presence"] = {
  signed_out: "Utloggad",
  ready: "Redo",
  unreachable: "Kan inte nås",
  offered: "Det ringer",
  on_contact: "I samtal",
  wrap_up: "Efterarbete",
  breath: "Andrum",
  pause: "Paus",
  standby: "För kollegor",
  asked: "En kollega ringer",
  assisting: "Hos en kollega",
  next: { pause: "pausar efter det här", sign_out: "går efter det här" },
};

export const pauses: Catalogue["pauses"] = {
  break: "Rast",
  lunch: "Lunch",
  meeting: "Möte",
  training: "Utbildning",
  recovery: "Återhämtning",
  missed: "Missad ringning",
  unreachable: "Kunde inte nås",
  line_lost: "Linjen bröts",
  stopped_calling: "Slutade ringa",
  other: "Paus",
};

export const announce: Catalogue["announce"] = {
  firstWaiting: (queue) => `Någon väntar i ${queue}`,
  pastPromise: (queue) => `Någon har väntat längre än löftet i ${queue}`,
  alarm: (what) => `Larm: ${what}`,
};
