// Contacts that were, and their sound.
import type { Catalogue } from "../en/index";

export const contacts: Catalogue["contacts"] = {
  title: "Henvendelser",
  lead: "De siste først.",
  what: "henvendelsene",
  empty: "Ingen henvendelser ennå",
  emptyNote: "Hver samtale som kommer inn, får en side her, med alt som skjedde og opptaket.",
  time: "Kom inn",
  outcome: "Hvordan det gikk",
  recording: "Opptak",
  recorded: "Tatt opp",
  agent: "Medarbeider",
  duration: "Snakket",
  older: "Vis eldre",
};

export const contact: Catalogue["contact"] = {
  title: "Henvendelse",
  what: "henvendelsen",
  back: "Alle henvendelser",
  came: "Kom inn",
  waited: "Ventet",
  told: "Fikk høre",
  talked: "Snakket",
  agent: "Medarbeider",
  number: "Nummer",
  entry: "Ringte",
  language: "Språk",
  keys: "Trykte taster",
  timeline: "Det som skjedde",
  timelineNote: "Fra journalen. Ingenting her kan endres.",
  by: { customer: "kunden", agent: "medarbeideren", system: "Lur" },
  recording: "Opptak",
  noRecording: "Det finnes ikke noe opptak",
  noRecordingDeclined: "Kunden reserverte seg mot opptak.",
  noRecordingYet: "Det kan spilles av når samtalen er over.",
  noRecordingNever: "Det ble ingen samtale å ta opp.",
  noRecordingEmpty: "Samtalen tok slutt før opptaket rakk å begynne.",
  lost: (why) => `Opptaket mangler: ${why}`,
  fetching: "opptaket",
  fetch: "Hent opptaket",
  fetchNote: "At du lytter, skrives i loggen med navnet ditt.",
  broken: "Opptaket kan ikke spilles av",
  seal: "Segl (SHA-256)",
  phases: { waiting: "Venter", offered: "Det ringer", talking: "I samtale", held: "På vent", ended: "Avsluttet" },
};

export const player: Catalogue["player"] = {
  label: "Opptak, kunden i venstre kanal og medarbeideren i høyre",
  play: "Spill av",
  pause: "Sett på pause",
  position: "Posisjon",
  positionText: (at, of) => `${at} av ${of}`,
  customer: "Kunde",
  agent: "Medarbeider",
  left: "venstre",
  right: "høyre",
  mute: (who) => `Demp: ${who}`,
  muted: "dempet",
  back: "Fem sekunder tilbake",
  forward: "Fem sekunder fram",
  hint: "Mellomrom spiller av og pauser, pilene flytter fem sekunder, 1 og 2 demper en side.",
};

export const outcomes: Catalogue["outcomes"] = {
  served: "Fikk hjelp",
  abandoned: "La på i køen",
  turned_away: "Avvist i døren",
  lost: "Linjen ble brutt",
};
