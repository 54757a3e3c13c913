// The customer's own word.
export const rating = {
  asks: "Ask the customer afterwards how it went",
  asksHint: "One question after the call: press 1 to 5. On the place page one can write too. Answers are shown for the queue, never by person.",
};
