// What agents are, and what the pages say to them aloud.

export const presence = {
  signed_out: "Signed out",
  ready: "Ready",
  unreachable: "Unreachable",
  offered: "Ringing",
  on_contact: "On a contact",
  wrap_up: "Wrap-up",
  breath: "Breath",
  pause: "Pause",
  next: { pause: "pause after this", sign_out: "leaves after this" },
};

export const pauses = {
  break: "Break",
  lunch: "Lunch",
  meeting: "Meeting",
  training: "Training",
  missed: "Missed a ring",
  unreachable: "Could not be called",
  other: "Pause",
};

export const mine = {
  title: "Me",
  nextUp: (queue: string) => `The first in line is in ${queue}`,
  nobodyWaits: "Nobody is waiting",
  ready: "Ready",
  becomeReady: "Get ready",
  pause: "Pause",
  pauseWhy: "Why are you pausing?",
  signOut: "Sign out",
  signOutAfter: "Sign out after this",
  pauseAfter: "Pause after this",
  stay: "I am staying",
  moreTime: "One more minute",
  finish: "Finish",
  ringing: "Your phone is ringing",
  ringingNote: "Pick up the phone to answer.",
  waitedForPrefix: "Has waited",
  inCall: "You are talking",
  wrapUp: "Wrap-up",
  wrapUpNote: "Note what is left to do. The next caller waits until you are done, or the time is up.",
  breath: "Breath",
  breathNote: "A short rest before the next one.",
  missed: "You missed a ring",
  missedNote: "The customer kept the place and goes to somebody else. Press Ready when you are back.",
  signedOut: "You are signed out",
  signedOutNote: "Press Get ready, or dial *1 on your phone.",
  noPhone: "Your phone is not registered",
  noPhoneNote: "No calls can reach you until it is. Check the phone's account and network.",
  timeLeft: (time: string) => `${time} left`,
  until: (time: string) => `until ${time} at the latest`,
  solved: "Solved?",
  solvedYes: "Yes",
  solvedNo: "Not yet",
  result: "Result",
  hard: "It was hard",
  hardNote: "Gives you a longer breath, and hard contacts are shared out.",
};

export const dispositions = {
  answered: "Answered",
  follow_up: "To follow up",
  passed_on: "Passed on",
  wrong_number: "Wrong number",
};

export const announce = {
  firstWaiting: (queue: string) => `Somebody is waiting in ${queue}`,
  pastPromise: (queue: string) => `Somebody has waited past the promise in ${queue}`,
  alarm: (what: string) => `Alarm: ${what}`,
  ringing: "Your phone is ringing",
  presence: (what: string) => `You are now: ${what}`,
};
