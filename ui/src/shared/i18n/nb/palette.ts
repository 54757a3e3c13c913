// Kommandopaletten, omvisningen og innstillingene den når.
import type { Catalogue } from "../en/index";

export const palette: Catalogue["palette"] = {
  title: "Søk og kommandoer",
  open: "Søk",
  placeholder: "Søk kunder, henvendelser, kommandoer",
  none: "Ingen treff",
  found: (n) => `${n} treff`,
  hint: "Pilene velger, Enter utfører, Escape lukker",
  searching: "Søker",
  groups: { commands: "Kommandoer", customers: "Kunder", contacts: "Henvendelser", pages: "Sider", settings: "Innstillinger" },
  goTo: (page) => `Gå til ${page}`,
  speak: (language) => `Språk: ${language}`,
  theme: (theme) => `Farger: ${theme}`,
  density: (density) => `Tetthet: ${density}`,
  shortcuts: "Vis hurtigtaster",
  tour: "Vis omvisningen igjen",
};

export const density: Catalogue["density"] = {
  title: "Tetthet",
  comfortable: "Luftig",
  compact: "Tett",
};

export const tour: Catalogue["tour"] = {
  title: "En kort omvisning",
  step: (n, all) => `Steg ${n} av ${all}`,
  next: "Neste",
  back: "Tilbake",
  skip: "Hopp over",
  done: "Begynn",
  steps: [
    {
      title: "Her er det du gjør nå",
      text: "Midten følger deg: venting, oppringning, samtale, etterarbeid. Hovedknappen er alltid på samme sted, og tasten står på den.",
    },
    {
      title: "Her er den du snakker med",
      text: "Til høyre ser du kunden og alle tidligere henvendelser. Et nytt nummer lagres i ett steg.",
    },
    {
      title: "Trykk Klar når du vil begynne",
      text: "Her oppe blir du klar, tar pause eller logger av. Ctrl K finner alt, ? viser alle taster.",
    },
  ],
};
