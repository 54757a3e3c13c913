// Contacts that were, and their sound.
import type { Catalogue } from "../en/index";

export const contacts: Catalogue["contacts"] = {
  title: "Kontakter",
  lead: "De senaste först.",
  what: "kontakterna",
  empty: "Inga kontakter än",
  emptyNote: "Varje samtal som kommer in får en sida här, med allt som hände och inspelningen.",
  time: "Kom in",
  outcome: "Hur det gick",
  recording: "Inspelning",
  recorded: "Inspelad",
  agent: "Medarbetare",
  duration: "Talat",
  older: "Visa äldre",
};

export const contact: Catalogue["contact"] = {
  title: "Kontakt",
  what: "kontakten",
  back: "Alla kontakter",
  came: "Kom in",
  waited: "Väntade",
  told: "Fick höra",
  talked: "Talade",
  agent: "Medarbetare",
  number: "Nummer",
  entry: "Ringde",
  language: "Språk",
  keys: "Tryckta knappar",
  timeline: "Det som hände",
  timelineNote: "Ur journalen. Ingenting här går att ändra.",
  by: { customer: "kunden", agent: "medarbetaren", system: "Lur" },
  recording: "Inspelning",
  noRecording: "Det finns ingen inspelning",
  noRecordingDeclined: "Kunden avböjde inspelning.",
  noRecordingYet: "Den går att spela när samtalet är slut.",
  noRecordingNever: "Det blev inget samtal att spela in.",
  noRecordingEmpty: "Samtalet tog slut innan inspelningen hann börja.",
  lost: (why) => `Inspelningen saknas: ${why}`,
  fetching: "inspelningen",
  fetch: "Hämta inspelningen",
  fetchNote: "Att du lyssnar skrivs i loggen, med ditt namn.",
  broken: "Inspelningen går inte att spela",
  seal: "Sigill (SHA-256)",
  phases: { waiting: "Väntar", offered: "Det ringer", talking: "I samtal", held: "Parkerad", ended: "Avslutad" },
};

export const player: Catalogue["player"] = {
  label: "Inspelning, kunden i vänster kanal och medarbetaren i höger",
  play: "Spela",
  pause: "Pausa",
  position: "Läge",
  positionText: (at, of) => `${at} av ${of}`,
  customer: "Kund",
  agent: "Medarbetare",
  left: "vänster",
  right: "höger",
  mute: (who) => `Ljud av: ${who}`,
  muted: "ljud av",
  back: "Fem sekunder bakåt",
  forward: "Fem sekunder framåt",
  hint: "Mellanslag spelar och pausar, pilarna flyttar fem sekunder, 1 och 2 stänger av ljudet på en sida.",
};

export const outcomes: Catalogue["outcomes"] = {
  served: "Fick hjälp",
  abandoned: "Lade på i kön",
  turned_away: "Avvisad vid dörren",
  lost: "Linjen bröts",
};
