// Kundens egen vurdering.
export const rating = {
  asks: "Spør kunden etterpå hvordan det gikk",
  asksHint: "Ett spørsmål etter samtalen: trykk 1 til 5. På plassiden kan man også skrive. Svarene vises for køen, aldri per person.",
  lead: "Hva kundene selv sa om hvordan det gikk, 1 til 5. Per kø, aldri per medarbeider: svaret sier mer om saken enn om personen.",
  columns: { queue: "Kø", asked: "Fikk spørsmålet", given: "Svarte", rate: "Svarandel", mean: "Snitt", good: "Bra (4 og 5)", interval: "Intervall, 95\u00a0%" },
  allQueues: "Alle køer",
  interval: (low: string, high: string) => `${low}–${high}`,
  few: "for få til å si noe",
  empty: "Ingen vurderinger disse dagene",
  emptyNote: "Slå på spørsmålet i køens innstillinger, så blir kundene spurt etterpå med et tastetrykk eller på plassiden.",
  words: "Med kundenes ord",
  wordsNote: "Det som ble skrevet på plassiden de siste 31 dagene. Hvem som hjalp kunden, står ikke her.",
  noWords: "Ingen har skrevet noe.",
  by: { key: "med en tast", page: "på plassiden" },
  of5: (rating: number) => `${rating} av 5`,
};
