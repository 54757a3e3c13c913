// Kundens egen vurdering.
export const rating = {
  asks: "Spør kunden etterpå hvordan det gikk",
  asksHint: "Ett spørsmål etter samtalen: trykk 1 til 5. På plassiden kan man også skrive. Svarene vises for køen, aldri per person.",
};
