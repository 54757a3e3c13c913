// The browser phone.
import type { Catalogue } from "../en/index";

export const phone: Catalogue["phone"] = {
  title: "Telefon",
  ringTitle: "Samtal",
  ringBody: (queue, waited) => `${queue}. Har väntat ${waited}.`,

  strip: {
    here: "Din telefon är i den här fliken",
    here_off: "Mikrofonen är av medan du är borta",
    connecting: "Ansluter ljudet",
    up: "Ljudet är anslutet",
    muted: "Din mikrofon är avstängd",
    elsewhere: "Din telefon är i en annan flik",
    elsewhereNote: "Det ringer där. Du kan flytta hit telefonen, även mitt i ett samtal.",
    takeOver: "Ta över här",
    desk_phone: "Du svarar i din bordstelefon",
    desk_phoneNone: "Du svarar i din bordstelefon, men den är inte ansluten",
    useBrowser: "Svara här i stället",
    nowhere: "Telefonen startar",
    open: "Enheter",
    movedTo: (name) => `Din mikrofon försvann. Nu används ${name}.`,
  },

  troubles: {
    insecure: "Webbläsaren ger ingen mikrofon till den här adressen",
    insecureNote: "Öppna Lur med https, eller på den här datorn som localhost.",
    microphone_denied: "Lur får inte använda mikrofonen",
    microphone_deniedNote: "Tryck på ikonen till vänster om adressen, tillåt mikrofonen och försök igen.",
    microphone_none: "Det finns ingen mikrofon",
    microphone_noneNote: "Koppla in ett headset. Det hittas av sig självt.",
    microphone_busy: "Mikrofonen går inte att öppna",
    microphone_busyNote: "Ett annat program kanske använder den. Stäng det, eller välj en annan mikrofon.",
    microphone_lost: "Mikrofonen försvann",
    microphone_lostNote: "Ingen kopplas till dig förrän du har en. Koppla in den igen, eller ta en annan.",
    unheardNote: "Kunden hör dig inte. Koppla in den igen, eller ta en annan.",
    sound_blocked: "Webbläsaren stoppar ljudet",
    sound_blockedNote: "Den väntar på ett klick från dig.",
    no_path: "Ljudet når inte fram till Lur",
    no_pathNote: "Nya försök görs av sig självt. Om det består kan nätet stoppa samtal: säg till den som sköter det.",
  },

  mends: {
    ask: "Fråga efter mikrofonen",
    other: "Ta en annan mikrofon",
    unlock: "Slå på ljudet",
    reconnect: "Anslut igen",
  },

  devices: {
    title: "Ljud och mikrofon",
    microphone: "Mikrofon",
    speaker: "Du hör kunden i",
    ringer: "Det ringer i",
    system: "Som systemet",
    away: (name) => `${name} (inte inkopplad)`,
    level: "Hur starkt du hörs",
    levelNote: "Säg något: stapeln ska röra sig till mitten.",
    noOutputs: "Den här webbläsaren spelar där systemet spelar.",
    volume: "Ringsignalens styrka",
    tryRing: "Prova ringsignalen",
    stopRing: "Tysta ringsignalen",
    notify: "Säg till när Lur ligger bakom andra fönster",
    notifyDenied: "Webbläsaren tillåter det inte. Ändra vid ikonen till vänster om adressen.",
    endpoint: "Här svarar jag",
    endpoints: { browser: "I den här webbläsaren", sip: "I min bordstelefon" },
    namesHidden: "Namnen visas när mikrofonen har tillåtits.",
  },

  keypad: {
    title: "Knappsats",
    open: "Knappar",
    note: "Tangentbordets siffror fungerar också.",
    sent: "Skickat",
    nothing: "Inget skickat än",
    failed: "Knappen gick inte att skicka",
    star: "stjärna",
    hash: "fyrkant",
  },

  announce: {
    up: "Ljudet är anslutet",
    lost: "Ljudet är borta och ansluts igen",
    here: "Din telefon är nu i den här fliken",
    elsewhere: "Din telefon är nu i en annan flik",
  },
};
