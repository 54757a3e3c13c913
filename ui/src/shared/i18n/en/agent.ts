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
  standby: "For colleagues",
  asked: "A colleague asks",
  assisting: "With a colleague",
  next: { pause: "pause after this", sign_out: "leaves after this" },
};

export const pauses = {
  break: "Break",
  lunch: "Lunch",
  meeting: "Meeting",
  training: "Training",
  recovery: "Recovery",
  missed: "Missed a ring",
  unreachable: "Could not be called",
  line_lost: "The line was lost",
  stopped_calling: "Stopped calling",
  other: "Pause",
};

export const announce = {
  firstWaiting: (queue: string) => `Somebody is waiting in ${queue}`,
  pastPromise: (queue: string) => `Somebody has waited past the promise in ${queue}`,
  alarm: (what: string) => `Alarm: ${what}`,
};
