// What surrounds every page, and the words that all of them use.
import type { Catalogue } from "../en/index";

export const languageName: Catalogue["languageName"] = "Norsk";

export const product: Catalogue["product"] = "Lur";

export const nav: Catalogue["nav"] = {
  label: "Sider",
  skip: "Hopp til innholdet",
  live: "Akkurat nå",
  contacts: "Henvendelser",
  admin: "Sett opp",
  language: "Språk",
  theme: "Farger",
  themes: { system: "Som systemet", light: "Lyst", dark: "Mørkt" },
  signOut: "Logg av Lur",
  account: "Kontoen din",
  help: "Hurtigtaster",
  roles: { agent: "Medarbeider", trainer: "Opplæringsansvarlig", planner: "Planlegger", auditor: "Revisor", supervisor: "Teamleder", admin: "Administrator" },
  demo: "Demo",
  demoNote: "Dette er en demobedrift. Personene og samtalene er oppdiktet.",
};

export const link: Catalogue["link"] = {
  live: "Direkte",
  connecting: "Kobler til",
  offline: "Ingen kontakt med Lur",
  offlineNote:
    "Samtalene går videre som vanlig. Du ser hvordan det var {time}; opptak du har åpnet, kan spilles av. Lur prøver igjen av seg selv.",
  retry: "Prøv nå",
  nextTry: (seconds) => (seconds === 1 ? "Neste forsøk om 1 sekund" : `Neste forsøk om ${seconds} sekunder`),
  back: "Kontakten er tilbake",
};

export const common: Catalogue["common"] = {
  loading: "Henter",
  loadingWhat: (what) => `Henter ${what}`,
  cancel: "Avbryt",
  close: "Lukk",
  save: "Lagre",
  add: "Legg til",
  copy: "Kopier",
  copied: "Kopiert",
  notCopied: "Det gikk ikke å kopiere. Marker teksten og kopier den selv.",
  yes: "Ja",
  no: "Nei",
  undo: "Angre",
  done: "Ferdig",
  none: "Ingen",
  optional: "valgfritt",
  unknownCaller: "Ukjent nummer",
  notFound: "Den siden finnes ikke",
  notFoundNote: "Adressen kan være gammel eller feilskrevet.",
  toLive: "Gå til siden med det som skjer akkurat nå",
  refused: "Denne siden er ikke for din rolle",
  refusedNote: "Spør en administrator hvis du trenger den.",
  failed: "Noe gikk galt",
  requestId: (id) => `Kode til support: ${id}`,
  tryAgain: "Prøv igjen",
  show: "Vis",
  more: "Mer",
};

export const languages: Catalogue["languages"] = { sv: "svensk", nb: "norsk", en: "engelsk" };

export const channels: Catalogue["channels"] = { voice: "telefon", chat: "chat", mail: "e-post", social: "sosiale medier" };

export const problems: Catalogue["problems"] = {
  customerLeft: "Kunden la på i samme øyeblikk. Neste i køen kommer til deg.",
  unreachable: "Lur svarer ikke. Er det i gang?",
  other: "Det gikk ikke. Prøv igjen.",
};
