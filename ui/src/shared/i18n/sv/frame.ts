// What surrounds every page, and the words that all of them use.
import type { Catalogue } from "../en/index";

export const languageName: Catalogue["languageName"] = "Svenska";

export const product: Catalogue["product"] = "Lur";

export const nav: Catalogue["nav"] = {
  label: "Sidor",
  skip: "Hoppa till innehållet",
  live: "Just nu",
  contacts: "Kontakter",
  admin: "Ställ in",
  language: "Språk",
  theme: "Färger",
  themes: { system: "Som systemet", light: "Ljust", dark: "Mörkt" },
  signOut: "Logga ut från Lur",
  account: "Ditt konto",
  help: "Kortkommandon",
  roles: { agent: "Medarbetare", trainer: "Utbildare", planner: "Planerare", auditor: "Revisor", supervisor: "Arbetsledare", admin: "Administratör" },
  demo: "Demo",
  demoNote: "Det här är ett demoföretag. Personerna och samtalen är påhittade.",
};

export const link: Catalogue["link"] = {
  live: "Live",
  connecting: "Ansluter",
  offline: "Ingen kontakt med Lur",
  offlineNote:
    "Samtalen går vidare som vanligt. Du ser hur det var {time}; inspelningar du har öppnat går att spela. Lur försöker igen av sig självt.",
  retry: "Försök nu",
  nextTry: (seconds) => (seconds === 1 ? "Nästa försök om 1 sekund" : `Nästa försök om ${seconds} sekunder`),
  back: "Kontakten är tillbaka",
};

export const common: Catalogue["common"] = {
  loading: "Hämtar",
  loadingWhat: (what) => `Hämtar ${what}`,
  cancel: "Avbryt",
  close: "Stäng",
  save: "Spara",
  add: "Lägg till",
  copy: "Kopiera",
  copied: "Kopierat",
  notCopied: "Det gick inte att kopiera. Markera texten och kopiera den själv.",
  yes: "Ja",
  no: "Nej",
  undo: "Ångra",
  done: "Klart",
  none: "Inga",
  optional: "frivilligt",
  unknownCaller: "Okänt nummer",
  notFound: "Den sidan finns inte",
  notFoundNote: "Adressen kan vara gammal eller felskriven.",
  toLive: "Gå till sidan med det som händer just nu",
  refused: "Den här sidan är inte för din roll",
  refusedNote: "Fråga en administratör om du behöver den.",
  failed: "Något gick fel",
  requestId: (id) => `Kod till supporten: ${id}`,
  tryAgain: "Försök igen",
  show: "Visa",
  more: "Mer",
};

export const languages: Catalogue["languages"] = { sv: "svenska", nb: "norska", en: "engelska" };

export const channels: Catalogue["channels"] = { voice: "telefon", chat: "chatt", mail: "mejl", social: "sociala medier" };

export const problems: Catalogue["problems"] = {
  customerLeft: "Kunden lade på i samma stund. Nästa i kön kommer till dig.",
  unreachable: "Lur svarar inte. Är det i gång?",
  other: "Det gick inte. Försök igen.",
};
