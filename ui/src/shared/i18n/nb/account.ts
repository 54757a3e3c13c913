// Signing in, the first start, and passwords.
import type { Catalogue } from "../en/index";

export const signIn: Catalogue["signIn"] = {
  title: "Logg på",
  lead: "Kundeservice som er snill i begge ender av linjen.",
  account: "Brukernavn",
  password: "Passord",
  submit: "Logg på",
  working: "Logger deg på",
  showPassword: "Vis passordet",
  demoHint: "Prøver du demoen? Navn og passord ble skrevet ut i terminalen da Lur startet første gang.",
  refused: "Brukernavnet og passordet hører ikke sammen.",
  tooMany: "For mange forsøk. Vent et minutt og prøv igjen.",
  unreachable: "Lur svarer ikke. Er det i gang?",
  ended: "Du er blitt logget av.",
  outdated: "Bedriften har endret hvordan man logger på, så du ble logget av. Logg på igjen, så får du vite hva som trengs. Notatene dine er tatt vare på.",
  againTitle: "Logg på igjen når henvendelsen er ferdig",
  againNote: "Bedriften har endret hvordan man logger på. Samtalen går videre, og det du skriver, lagres. Du logger på igjen når du er ferdig.",
};

export const setup: Catalogue["setup"] = {
  title: "Velkommen til Lur",
  lead: "Du er først her. Opprett kontoen til den første administratoren; resten gjør du på sidene.",
  displayName: "Navnet ditt",
  account: "Brukernavn",
  accountHint: "Bokstaver a–z, sifre og . _ - @ +",
  password: "Passord",
  passwordHint: "Minst ti tegn. Noen ord du husker, er bedre enn ett kort og kronglete.",
  language: "Språket ditt",
  token: "Startkode",
  tokenHint: "Den ble skrevet ut i terminalen da Lur startet.",
  submit: "Opprett kontoen",
  working: "Oppretter kontoen",
  tooShort: "Passordet trenger minst ti tegn.",
  notNeeded: "Det finnes allerede en administrator.",
  toSignIn: "Gå til pålogging",
};

export const password: Catalogue["password"] = {
  title: "Bytt passord",
  old: "Nåværende passord",
  new: "Nytt passord",
  changed: "Passordet er byttet",
};
