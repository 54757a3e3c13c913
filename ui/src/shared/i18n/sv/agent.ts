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
  next: { pause: "pausar efter det här", sign_out: "går efter det här" },
};

export const pauses: Catalogue["pauses"] = {
  break: "Rast",
  lunch: "Lunch",
  meeting: "Möte",
  training: "Utbildning",
  missed: "Missad ringning",
  unreachable: "Kunde inte nås",
  other: "Paus",
};

export const mine: Catalogue["mine"] = {
  title: "Jag",
  nextUp: (queue) => `Den första i kön väntar i ${queue}`,
  nobodyWaits: "Ingen väntar",
  ready: "Redo",
  becomeReady: "Bli redo",
  pause: "Paus",
  pauseWhy: "Varför tar du paus?",
  signOut: "Logga ut",
  signOutAfter: "Logga ut efter det här",
  pauseAfter: "Paus efter det här",
  stay: "Jag stannar kvar",
  moreTime: "En minut till",
  finish: "Klar",
  ringing: "Det ringer i din telefon",
  ringingNote: "Lyft luren för att svara.",
  waitedForPrefix: "Har väntat",
  inCall: "Du är i samtal",
  wrapUp: "Efterarbete",
  wrapUpNote: "Gör klart det som är kvar. Nästa kund väntar tills du är klar eller tiden är slut.",
  breath: "Andrum",
  breathNote: "En liten vila före nästa.",
  missed: "Du missade en ringning",
  missedNote: "Kunden behöll sin plats och får hjälp av någon annan. Tryck Redo när du är tillbaka.",
  signedOut: "Du är utloggad",
  signedOutNote: "Tryck Bli redo, eller slå *1 på telefonen.",
  noPhone: "Din telefon är inte ansluten",
  noPhoneNote: "Inga samtal når dig förrän den är det. Kontrollera telefonens konto och nät.",
  timeLeft: (time) => `${time} kvar`,
  until: (time) => `senast till ${time}`,
  solved: "Löst?",
  solvedYes: "Ja",
  solvedNo: "Inte än",
  result: "Resultat",
  hard: "Det var tungt",
  hardNote: "Ger dig ett längre andrum, och tunga kontakter delas lika.",
};

export const dispositions: Catalogue["dispositions"] = {
  answered: "Besvarat",
  follow_up: "Ska följas upp",
  passed_on: "Lämnat vidare",
  wrong_number: "Fel nummer",
};

export const announce: Catalogue["announce"] = {
  firstWaiting: (queue) => `Någon väntar i ${queue}`,
  pastPromise: (queue) => `Någon har väntat längre än löftet i ${queue}`,
  alarm: (what) => `Larm: ${what}`,
  ringing: "Det ringer i din telefon",
  presence: (what) => `Du är nu: ${what}`,
};
