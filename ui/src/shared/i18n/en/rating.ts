// The customer's own word.
export const rating = {
  asks: "Ask the customer afterwards how it went",
  asksHint: "One question after the call: press 1 to 5. On the place page one can write too. Answers are shown for the queue, never by person.",
  lead: "What customers themselves said of how it went, 1 to 5. By queue, never by agent: the answer says more of the matter than of the person.",
  columns: { queue: "Queue", asked: "Asked", given: "Answered", rate: "Response rate", mean: "Mean", good: "Good (4 and 5)", interval: "95% interval" },
  allQueues: "All queues",
  interval: (low: string, high: string) => `${low}–${high}`,
  few: "too few to say",
  empty: "No ratings on these days",
  emptyNote: "Turn the question on in the queue's settings, and customers are asked afterwards by one key or on the place page.",
  words: "In the customers' words",
  wordsNote: "What was written on the place page in the last 31 days. Who helped the customer is not in it.",
  noWords: "Nobody has written anything.",
  by: { key: "by a key", page: "on the place page" },
  of5: (rating: number) => `${rating} out of 5`,
};
