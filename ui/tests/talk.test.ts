// A talk with colleagues in it: who hears whom in words, who can be handed to, when a hold is long, what keys mean there.
import { describe, expect, it } from "vitest";

import { isHeard, droppableOf, hangUpOf, justRung, ownPlace, partsFor, receiverOf, situationOf } from "../src/desk/talk/situation";
import { type Names, hearingOf, peopleIn, shortName } from "../src/desk/talk/hearing";
import { headTitle, headWord } from "../src/desk/talk/head";
import { holdMinutes, holdState } from "../src/desk/talk/hold";
import { introduction } from "../src/desk/talk/introduction";
import { besideWord } from "../src/desk/talk/beside";
import { looksLikeNumber } from "../src/desk/talk/typed";
import { ringingNote } from "../src/desk/talk/ringing";
import { contactOf, stageOf } from "../src/desk/stage/stage";
import type { ContactView, Language, PartyView } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";
import { agent, contact } from "./views";

const PEOPLE: Record<string, string> = { anna: "Anna Lind", sara: "Sara Ek", maria: "Maria Holm" };
const names = (me: string, language: Language = "sv"): Names => ({
  t: catalogues[language],
  language,
  me,
  agent: (id) => PEOPLE[id] ?? id,
});

function party(id: string, more: Partial<PartyView> = {}): PartyView {
  return { id, agent_id: id, number: "", name: "", purpose: "consult", part: "aside", is_there: true, since: 0, expires: null, ...more };
}

function talk(phase: ContactView["phase"], ...parties: PartyView[]): ContactView {
  return contact("c", { phase, agent_id: "anna", parties });
}

const said = (me: string, phase: ContactView["phase"], ...parties: PartyView[]): string => hearingOf(talk(phase, ...parties), names(me)).join(" ");

describe("who hears whom", () => {
  it("is the customer and I, when nobody else is there", () => {
    expect(said("anna", "talking")).toBe("Du talar med kunden.");
    expect(said("anna", "held")).toBe("Ingen hör dig. Kunden hör musik.");
  });

  it("is a colleague and I while the customer is on hold, and the other way round", () => {
    expect(said("anna", "held", party("sara"))).toBe("Du talar med Sara Ek. Kunden hör musik.");
    expect(said("anna", "talking", party("sara"))).toBe("Du talar med kunden. Sara Ek hör musik.");
    expect(said("sara", "held", party("sara"))).toBe("Du talar med Anna Lind. Kunden hör musik.");
    expect(said("sara", "talking", party("sara"))).toBe("Anna Lind talar med kunden. Du hör musik så länge.");
  });

  it("is all of us in a conference", () => {
    const sara = party("sara", { part: "joined" });
    expect(said("anna", "talking", sara)).toBe("Du talar med kunden och Sara Ek.");
    expect(said("sara", "talking", sara)).toBe("Du talar med kunden och Anna Lind.");
  });

  it("always names whoever listens, to the agent and to the others", () => {
    const maria = party("maria", { purpose: "join", part: "listen" });
    expect(said("anna", "talking", maria)).toBe("Du talar med kunden. Maria Holm lyssnar.");
    expect(said("sara", "held", party("sara"), maria)).toContain("Maria Holm lyssnar.");
    expect(said("maria", "talking", maria)).toBe("Du lyssnar. Ingen hör dig.");
  });

  it("is the agent only when somebody whispers", () => {
    const maria = party("maria", { purpose: "help", part: "whisper" });
    expect(said("anna", "talking", maria)).toBe("Du talar med kunden. Maria Holm viskar; bara du hör det.");
    expect(said("maria", "talking", maria)).toBe("Bara Anna Lind hör dig.");
  });

  it("is nobody yet of those who are rung", () => {
    expect(said("anna", "held", party("sara", { is_there: false }))).toBe("Ingen hör dig. Kunden hör musik. Det ringer hos Sara Ek.");
    expect(hearingOf(contact("c", { phase: "transferring", parties: [party("sara", { is_there: false, purpose: "transfer" })] }), names("sara"))).toEqual([
      "Kunden hör musik tills någon svarar.",
    ]);
  });

  it("is said in each language, also of a number outside", () => {
    const outside = party("p", { agent_id: null, name: "Posten", number: "+4670" });
    expect(hearingOf(talk("held", outside), names("anna", "nb")).join(" ")).toBe("Du snakker med Posten. Kunden hører musikk.");
    expect(hearingOf(talk("held", { ...outside, name: "" }), names("anna", "en")).join(" ")).toBe("You are talking with +4670. The customer hears music.");
  });

  it("has a way for each person, the customer first", () => {
    const people = peopleIn(talk("held", party("sara"), party("maria", { purpose: "join", part: "listen" }), party("x", { is_there: false, expires: 9 })), names("anna"));
    expect(people.map(({ name, way }) => `${name} ${way}`)).toEqual(["kunden music", "Du talks", "Sara Ek talks", "Maria Holm listens", "x rings"]);
    expect(people.at(-1)?.expires).toBe(9);
  });
});

describe("a talk's situation", () => {
  it("hands over to who talks aside before who is joined", () => {
    const joined = party("maria", { part: "joined" });
    expect(receiverOf(situationOf(talk("talking", joined)))?.id).toBe("maria");
    expect(receiverOf(situationOf(talk("held", joined, party("sara"))))?.id).toBe("sara");
    expect(receiverOf(situationOf(talk("held", party("sara", { is_there: false }))))).toBeNull();
  });

  it("takes back what rings first, and lets nobody go who came by themselves", () => {
    const ringing = party("sara", { is_there: false });
    expect(droppableOf(situationOf(talk("held", ringing)))?.id).toBe("sara");
    expect(droppableOf(situationOf(talk("talking", party("maria", { purpose: "mentor", part: "listen" }))))).toBeNull();
    expect(droppableOf(situationOf(talk("talking", party("maria", { purpose: "help", part: "listen" }))))?.id).toBe("maria");
  });

  it("keeps a call for help apart from a question", () => {
    const help = situationOf(talk("talking", party("maria", { purpose: "help", part: "listen", is_there: false })));
    expect(help.ringing).toBeNull();
    expect(help.helping?.id).toBe("maria");
  });

  it("lets helpers choose how they are heard, mentors without a second voice, and those who were asked not at all", () => {
    expect(partsFor(party("m", { purpose: "help" }), false)).toEqual(["listen", "whisper", "joined"]);
    expect(partsFor(party("m", { purpose: "mentor" }), true)).toEqual(["listen", "whisper"]);
    expect(partsFor(party("m", { purpose: "join" }), true)).toEqual(["listen", "whisper", "joined"]);
    expect(partsFor(party("m", { purpose: "join" }), false)).toEqual(["listen", "whisper"]);
    expect(partsFor(party("m"), true)).toEqual([]);
  });

  it("lets nobody's microphone out who only listens", () => {
    const helper = agent("maria", { presence: "assisting", assists: "c" });
    expect(isHeard(helper, talk("talking", party("maria", { part: "listen" })))).toBe(false);
    expect(isHeard(helper, talk("talking", party("maria", { part: "whisper" })))).toBe(true);
    expect(isHeard(agent("maria", { presence: "asked", assists: "c" }), talk("talking", party("maria", { is_there: false })))).toBe(false);
    expect(isHeard(agent("anna", { presence: "on_contact" }), undefined)).toBe(true);
  });

  it("shows a colleague's contact to whoever is asked, and to whoever helps", () => {
    const live = talk("talking", party("maria"));
    const asked = agent("maria", { presence: "asked", assists: "c" });
    expect(contactOf(asked, new Map([["c", live]]))).toBe("c");
    expect(stageOf(asked, live)).toBe("asked");
    expect(stageOf(agent("maria", { presence: "assisting", assists: "c" }), talk("held", party("maria")))).toBe("assisting");
    expect(ownPlace(live, "maria")?.id).toBe("maria");
  });
});

describe("a hold", () => {
  it("is calm until the agent is reminded, then over", () => {
    const held = { phase: "held", hold_since: 0, hold_reminded: false, hold_over: false } as const;
    expect(holdState(held)).toBe("calm");
    expect(holdState({ ...held, hold_reminded: true })).toBe("remind");
    expect(holdState({ ...held, hold_reminded: true, hold_over: true })).toBe("over");
    expect(holdState({ ...held, phase: "talking" })).toBe("none");
    expect(holdMinutes(0, 125_000)).toBe(2);
  });
});

describe("whoever takes over", () => {
  it("says who they are and that they have listened, as it is", () => {
    const first = (purpose: PartyView["purpose"], role: "agent" | "supervisor" = "agent", language: Language = "sv"): string =>
      introduction(party("maria", { purpose }), role, "Maria Holm", "Lars Ek", catalogues[language]);
    expect(first("mentor")).toBe("Hej, jag heter Maria, jag är Lars handledare och har lyssnat med. Jag tar över nu.");
    expect(first("join", "supervisor")).toContain("arbetsledare");
    expect(first("help")).toContain("kollega och har lyssnat");
    expect(first("consult")).not.toContain("lyssnat");
    expect(first("mentor", "agent", "nb")).toContain("veilederen til Lars");
    expect(first("mentor", "agent", "en")).toContain("mentor and have been listening");
  });
});

describe("being asked", () => {
  it("says who asks and why, and what I am when I came", () => {
    const t = catalogues.sv;
    expect(headTitle(party("s", { purpose: "transfer", is_there: false }), "Anna", t)).toBe("Anna vill koppla en kund till dig");
    expect(headTitle(party("s", { purpose: "help", is_there: false }), "Anna", t)).toBe("Anna ber om hjälp");
    expect(headWord(party("s", { part: "listen" }), t)).toBe("Du lyssnar");
    expect(headWord(party("s", { is_there: false }), t)).toBe(t.desk.state.asked);
  });

  it("tells the one who asks what happens when nobody answers", () => {
    expect(ringingNote(null, catalogues.sv)).toBe("");
    expect(ringingNote(party("s", { is_there: false }), catalogues.sv)).toBe("Om ingen svarar är kunden din igen.");
    expect(ringingNote(party("s", { is_there: false, purpose: "transfer" }), catalogues.sv)).toContain("behåller kunden sin plats");
  });
});

describe("names and numbers", () => {
  it("calls colleagues by first name on buttons, and numbers outside by all of theirs", () => {
    expect(shortName(party("sara"), names("anna"))).toBe("Sara");
    expect(shortName(party("p", { agent_id: null, name: "Posten Norge" }), names("anna"))).toBe("Posten Norge");
  });

  it("tells on the live page what each of the others does", () => {
    const word = (more: Partial<PartyView>): string => besideWord(party("sara", more), names("x"));
    expect([word({}), word({ part: "joined" }), word({ part: "listen" }), word({ part: "whisper" }), word({ is_there: false })]).toEqual([
      "frågar Sara Ek",
      "med Sara Ek",
      "Sara Ek lyssnar",
      "Sara Ek viskar",
      "ringer Sara Ek",
    ]);
  });

  it("takes for a number only what can be one", () => {
    expect(["070-174 05 06", "+46 8 123 45", "0046/8 1234"].map(looksLikeNumber)).toEqual([true, true, true]);
    expect(["paket 12345", "1234", "", "+"].map(looksLikeNumber)).toEqual([false, false, false, false]);
  });
});

describe("hanging up", () => {
  const means = (held: boolean, ...parties: PartyView[]) => hangUpOf(situationOf(talk(held ? "held" : "talking", ...parties)), held);
  const rings = (purpose: PartyView["purpose"]): PartyView => party("sara", { purpose, is_there: false, expires: 9 });
  const outside = party("x", { agent_id: null, number: "+4640123456" });

  it("ends the call when nobody else is there, also for a customer on hold", () => {
    expect(means(false)).toEqual({ kind: "end" });
    expect(means(true)).toEqual({ kind: "end" });
    expect(means(false, party("maria", { purpose: "join", part: "listen" }))).toEqual({ kind: "end" });
  });

  it("leaves the customer with a colleague: joined, spoken with alone, or asked to take over", () => {
    expect(means(false, party("sara", { part: "joined" }))).toEqual({ kind: "leave" });
    expect(means(true, party("sara"))).toEqual({ kind: "leave" });
    expect(means(true, rings("transfer"))).toEqual({ kind: "leave" });
    expect(means(false, { ...outside, part: "joined" })).toEqual({ kind: "leave" });
  });

  it("hangs up on whom one calls or speaks with, never on the customer who waits meanwhile", () => {
    expect(means(true, rings("consult"))).toMatchObject({ kind: "letGo", party: { id: "sara" } });
    expect(means(true, outside)).toMatchObject({ kind: "letGo", party: { id: "x" } });
  });

  it("ends the call of a customer whom one has gone back to", () => {
    expect(means(false, rings("consult"))).toEqual({ kind: "end" });
    expect(means(false, outside)).toEqual({ kind: "end" });
  });
});

describe("who was just rung, and was gone before the page showed them", () => {
  it("has the name that is said of them", () => {
    expect(shortName(justRung("p", { purpose: "consult", agent_id: "sara" }), names("anna"))).toBe("Sara");
    expect(shortName(justRung("p", { purpose: "transfer", number: "+4687000000", name: "Budbilen" }), names("anna"))).toBe("Budbilen");
    expect(justRung("p", { purpose: "transfer", number: "+4687000000" })).toMatchObject({ number: "+4687000000", is_there: false });
  });
});
