// What surrounds every page, and the words that all of them use.

const word = (text: string): string => text;

export const languageName = word("English");

export const product = "Lur";

export const nav = {
  label: "Pages",
  skip: "Skip to content",
  live: "Now",
  contacts: "Contacts",
  admin: "Set up",
  language: "Language",
  theme: "Colours",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  signOut: "Sign out of Lur",
  account: "Your account",
  help: "Keyboard shortcuts",
  roles: { agent: "Agent", trainer: "Trainer", planner: "Planner", auditor: "Auditor", supervisor: "Supervisor", admin: "Administrator" },
  demo: "Demo",
  demoNote: "This is a demo company. Its people and calls are made up.",
};

export const link = {
  live: "Live",
  connecting: "Connecting",
  offline: "No contact with Lur",
  offlineNote:
    "Calls go on as usual. You see how it was at {time}; recordings you have opened still play. Lur tries again by itself.",
  retry: "Try now",
  nextTry: (seconds: number) => (seconds === 1 ? "Next try in 1 second" : `Next try in ${seconds} seconds`),
  back: "The connection is back",
};

export const common = {
  loading: "Fetching",
  loadingWhat: (what: string) => `Fetching ${what}`,
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  add: "Add",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Copying did not work. Select the text and copy it yourself.",
  yes: "Yes",
  no: "No",
  undo: "Undo",
  done: "Done",
  none: "None",
  optional: "optional",
  unknownCaller: "Unknown number",
  notFound: "There is no such page",
  notFoundNote: "The address may be old, or mistyped.",
  toLive: "Go to the page with what happens now",
  refused: "This page is not for your role",
  refusedNote: "Ask an administrator if you need it.",
  failed: "Something went wrong",
  requestId: (id: string) => `Code for support: ${id}`,
  tryAgain: "Try again",
  show: "Show",
  more: "More",
};

export const languages = { sv: "Swedish", nb: "Norwegian", en: "English" };

export const channels = { voice: "phone", chat: "chat", mail: "mail", social: "social media" };

export const problems = {
  customerLeft: "The customer hung up at that very moment. The next in line comes to you.",
  unreachable: "Lur does not answer. Is it running?",
  other: "It did not work. Try again.",
};
