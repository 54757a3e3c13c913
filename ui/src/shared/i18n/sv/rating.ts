// Kundens eget omdöme.
export const rating = {
  asks: "Fråga kunden efteråt hur det gick",
  asksHint: "En fråga efter samtalet: tryck 1 till 5. På platssidan kan man också skriva. Svaren visas för kön, aldrig per person.",
};
