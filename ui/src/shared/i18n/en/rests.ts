// Between contacts: the reminder to stretch, which is the agent's own.

export const rests = {
  title: "Remind me to stretch",
  off: "Never",
  every: (minutes: number) => `After ${minutes} min`,
  due: (minutes: number) => `You have been at it for ${minutes} minutes`,
  note: "Stand up and stretch for a moment, if you like.",
  done: "Done",
  later: "In 10 minutes",
  own: "Only you see this, and only between contacts.",
};
