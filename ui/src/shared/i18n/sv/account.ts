// Signing in, the first start, and passwords.
import type { Catalogue } from "../en/index";

export const signIn: Catalogue["signIn"] = {
  title: "Logga in",
  lead: "Kundtjänst som är snäll i båda ändar av luren.",
  account: "Användarnamn",
  password: "Lösenord",
  submit: "Logga in",
  working: "Loggar in dig",
  showPassword: "Visa lösenordet",
  demoHint: "Provar du demoversionen? Namn och lösenord skrevs ut i terminalen när Lur startade första gången.",
  refused: "Användarnamnet och lösenordet hör inte ihop.",
  tooMany: "För många försök. Vänta en minut och försök igen.",
  unreachable: "Lur svarar inte. Är det i gång?",
  ended: "Du har blivit utloggad.",
  outdated: "Företaget har ändrat hur man loggar in, så du loggades ut. Logga in igen, så får du veta vad som behövs. Dina anteckningar finns kvar.",
  againTitle: "Logga in igen när kontakten är klar",
  againNote: "Företaget har ändrat hur man loggar in. Samtalet fortsätter och det du skriver sparas. Du får logga in igen när du är klar.",
};

export const setup: Catalogue["setup"] = {
  title: "Välkommen till Lur",
  lead: "Du är först här. Skapa kontot för den första administratören; resten gör du på sidorna.",
  displayName: "Ditt namn",
  account: "Användarnamn",
  accountHint: "Bokstäver a–z, siffror och . _ - @ +",
  password: "Lösenord",
  passwordHint: "Minst tio tecken. Några ord du minns är bättre än ett kort och krångligt.",
  language: "Ditt språk",
  token: "Startkod",
  tokenHint: "Den skrevs ut i terminalen när Lur startade.",
  submit: "Skapa kontot",
  working: "Skapar kontot",
  tooShort: "Lösenordet behöver minst tio tecken.",
  notNeeded: "Det finns redan en administratör.",
  toSignIn: "Gå till inloggningen",
};

export const password: Catalogue["password"] = {
  title: "Byt lösenord",
  old: "Nuvarande lösenord",
  new: "Nytt lösenord",
  changed: "Lösenordet är bytt",
};
