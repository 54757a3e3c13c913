// The browser phone.
import type { Catalogue } from "../en/index";

export const phone: Catalogue["phone"] = {
  title: "Telefon",
  ringTitle: "Anrop",
  ringBody: (queue, waited) => `${queue}. Har ventet ${waited}.`,

  strip: {
    here: "Telefonen din er i denne fanen",
    here_off: "Mikrofonen er av mens du er borte",
    connecting: "Kobler til lyden",
    up: "Lyden er tilkoblet",
    muted: "Mikrofonen din er dempet",
    elsewhere: "Telefonen din er i en annen fane",
    elsewhereNote: "Det ringer der. Du kan flytte telefonen hit, også midt i en samtale.",
    takeOver: "Ta over her",
    desk_phone: "Du svarer på bordtelefonen din",
    desk_phoneNone: "Du svarer på bordtelefonen din, men den er ikke tilkoblet",
    useBrowser: "Svar her i stedet",
    nowhere: "Telefonen starter",
    open: "Enheter",
    movedTo: (name) => `Mikrofonen din forsvant. Nå brukes ${name}.`,
  },

  troubles: {
    insecure: "Nettleseren gir ingen mikrofon til denne adressen",
    insecureNote: "Åpne Lur med https, eller på denne maskinen som localhost.",
    microphone_denied: "Lur får ikke bruke mikrofonen",
    microphone_deniedNote: "Trykk på ikonet til venstre for adressen, tillat mikrofonen og prøv igjen.",
    microphone_none: "Det finnes ingen mikrofon",
    microphone_noneNote: "Koble til et hodesett. Det blir funnet av seg selv.",
    microphone_busy: "Mikrofonen kan ikke åpnes",
    microphone_busyNote: "Kanskje et annet program bruker den. Lukk det, eller velg en annen mikrofon.",
    microphone_lost: "Mikrofonen forsvant",
    microphone_lostNote: "Ingen settes over til deg før du har en. Koble den til igjen, eller ta en annen.",
    unheardNote: "Kunden hører deg ikke. Koble den til igjen, eller ta en annen.",
    sound_blocked: "Nettleseren stopper lyden",
    sound_blockedNote: "Den venter på et klikk fra deg.",
    no_path: "Lyden når ikke fram til Lur",
    no_pathNote: "Nye forsøk gjøres av seg selv. Hvis det varer, kan nettet stoppe samtaler: si fra til den som har ansvar for det.",
  },

  mends: {
    ask: "Spør om mikrofonen",
    other: "Ta en annen mikrofon",
    unlock: "Slå på lyden",
    reconnect: "Koble til igjen",
  },

  devices: {
    title: "Lyd og mikrofon",
    microphone: "Mikrofon",
    speaker: "Du hører kunden i",
    ringer: "Det ringer i",
    system: "Som systemet",
    away: (name) => `${name} (ikke tilkoblet)`,
    level: "Hvor høyt du høres",
    levelNote: "Si noe: stolpen skal bevege seg til midten.",
    noOutputs: "Denne nettleseren spiller der systemet spiller.",
    volume: "Ringesignalets styrke",
    tryRing: "Prøv ringesignalet",
    stopRing: "Stopp ringesignalet",
    notify: "Si fra når Lur ligger bak andre vinduer",
    notifyDenied: "Nettleseren tillater det ikke. Endre det ved ikonet til venstre for adressen.",
    endpoint: "Her svarer jeg",
    endpoints: { browser: "I denne nettleseren", sip: "På bordtelefonen min" },
    namesHidden: "Navnene vises når mikrofonen er tillatt.",
  },

  keypad: {
    title: "Talltaster",
    open: "Taster",
    note: "Tallene på tastaturet virker også.",
    sent: "Sendt",
    nothing: "Ingenting sendt ennå",
    failed: "Tasten kunne ikke sendes",
    star: "stjerne",
    hash: "firkant",
  },

  announce: {
    up: "Lyden er tilkoblet",
    lost: "Lyden er borte og kobles til igjen",
    here: "Telefonen din er nå i denne fanen",
    elsewhere: "Telefonen din er nå i en annen fane",
  },
};
