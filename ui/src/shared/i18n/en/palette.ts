// The command palette, the tour and the settings that it reaches.
export const palette = {
  title: "Search and commands",
  open: "Search",
  placeholder: "Search customers, contacts, commands",
  none: "No matches",
  found: (n: number) => (n === 1 ? "1 hit" : `${n} hits`),
  hint: "Arrows choose, Enter does it, Escape closes",
  searching: "Searching",
  groups: { commands: "Commands", customers: "Customers", contacts: "Contacts", pages: "Pages", settings: "Settings" },
  goTo: (page: string) => `Go to ${page}`,
  speak: (language: string) => `Language: ${language}`,
  theme: (theme: string) => `Colours: ${theme}`,
  density: (density: string) => `Density: ${density}`,
  shortcuts: "Show keyboard shortcuts",
  tour: "Show the tour again",
};

export const density = {
  title: "Density",
  comfortable: "Comfortable",
  compact: "Compact",
};

export const tour = {
  title: "A short tour",
  step: (n: number, all: number) => `Step ${n} of ${all}`,
  next: "Next",
  back: "Back",
  skip: "Skip the tour",
  done: "Begin",
  steps: [
    {
      title: "Here is what you do now",
      text: "The middle follows you: waiting, ringing, talking, wrap-up. The main button is always in the same place, and its key is on it.",
    },
    {
      title: "Here is who you are talking with",
      text: "On the right you see the customer and all earlier contacts. A new number is saved in one step.",
    },
    {
      title: "Press Ready when you want to begin",
      text: "Up here you become ready, take a pause or sign out. Ctrl K finds everything, ? shows all keys.",
    },
  ] as readonly { title: string; text: string }[],
};
