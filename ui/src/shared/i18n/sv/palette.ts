// Kommandopaletten, rundturen och inställningarna som den når.
import type { Catalogue } from "../en/index";

export const palette: Catalogue["palette"] = {
  title: "Sök och kommandon",
  open: "Sök",
  placeholder: "Sök kunder, kontakter, kommandon",
  none: "Inga träffar",
  found: (n) => (n === 1 ? "1 träff" : `${n} träffar`),
  hint: "Pilarna väljer, Enter utför, Escape stänger",
  searching: "Söker",
  groups: { commands: "Kommandon", customers: "Kunder", contacts: "Kontakter", pages: "Sidor", settings: "Inställningar" },
  goTo: (page) => `Gå till ${page}`,
  speak: (language) => `Språk: ${language}`,
  theme: (theme) => `Färger: ${theme}`,
  density: (density) => `Täthet: ${density}`,
  shortcuts: "Visa kortkommandon",
  tour: "Visa rundturen igen",
};

export const density: Catalogue["density"] = {
  title: "Täthet",
  comfortable: "Luftigt",
  compact: "Tätt",
};

export const tour: Catalogue["tour"] = {
  title: "En kort rundtur",
  step: (n, all) => `Steg ${n} av ${all}`,
  next: "Nästa",
  back: "Tillbaka",
  skip: "Hoppa över",
  done: "Börja",
  steps: [
    {
      title: "Här är det du gör nu",
      text: "Mitten följer dig: väntan, ringning, samtal, efterarbete. Huvudknappen är alltid på samma plats, och tangenten står på den.",
    },
    {
      title: "Här är den du talar med",
      text: "Till höger ser du kunden och alla tidigare kontakter. Ett nytt nummer sparas i ett steg.",
    },
    {
      title: "Tryck Redo när du vill börja",
      text: "Här uppe blir du redo, tar paus eller loggar ut. Ctrl K hittar allt, ? visar alla tangenter.",
    },
  ],
};
