// Kundens eget omdöme.
export const rating = {
  asks: "Fråga kunden efteråt hur det gick",
  asksHint: "En fråga efter samtalet: tryck 1 till 5. På platssidan kan man också skriva. Svaren visas för kön, aldrig per person.",
  lead: "Vad kunderna själva sa om hur det gick, 1 till 5. Per kö, aldrig per medarbetare: svaret säger mer om ärendet än om personen.",
  columns: { queue: "Kö", asked: "Fick frågan", given: "Svarade", rate: "Svarsandel", mean: "Medel", good: "Bra (4 och 5)", interval: "Intervall, 95\u00a0%" },
  allQueues: "Alla köer",
  interval: (low: string, high: string) => `${low}–${high}`,
  few: "för få för att säga något",
  empty: "Inga omdömen de här dagarna",
  emptyNote: "Slå på frågan i köns inställningar, så frågas kunderna efteråt med en knapptryckning eller på platssidan.",
  words: "Med kundernas ord",
  wordsNote: "Det som skrevs på platssidan de senaste 31 dagarna. Vem som hjälpte kunden står inte här.",
  noWords: "Ingen har skrivit något.",
  by: { key: "med en knapp", page: "på platssidan" },
  of5: (rating: number) => `${rating} av 5`,
};
