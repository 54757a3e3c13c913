// The desk's small judgements: what a search finds, which results come first, what a day was.
import { describe, expect, it, vi } from "vitest";

import { moved, newId, possibleParents, rowsOf } from "../src/admin/results";
import { calledOf, changed, personFrom, rowBeside, rowName, wholeOf } from "../src/desk/customer/person";
import { dayOfMine } from "../src/desk/day/summary";
import { type Entry, found } from "../src/desk/palette/search";
import { leavesOf, resultName, shownFor, usedNow } from "../src/desk/wrapup/dispositions";
import type { ContactRow, Customer, Disposition } from "../src/generated/types";
import { fold, match } from "../src/shared/fold";
import { dayInWords, lengthInShort } from "../src/shared/format";

const node = (id: string, parent: string | null, position: number, more: Partial<Disposition> = {}): Disposition => ({
  id,
  parent,
  position,
  sv: id,
  nb: id,
  en: id,
  archived: false,
  demo: false,
  ...more,
});

const tree = [
  node("delivery", null, 2, { sv: "Leverans" }),
  node("late", "delivery", 2, { sv: "Försenad" }),
  node("lost", "delivery", 1, { sv: "Borttappad" }),
  node("wrong", null, 1, { sv: "Fel nummer" }),
  node("old", null, 0, { archived: true }),
];

describe("words", () => {
  it("are found without marks and in any order", () => {
    expect(fold("Åsa Østby Æra")).toBe("asa ostby aera");
    expect(match("ost asa", "Åsa Østby")).not.toBeNull();
    expect(match("asa berg", "Åsa Østby")).toBeNull();
  });

  it("that begin a word count for more than those inside one", () => {
    expect(match("park", "Parkera") ?? 0).toBeGreaterThan(match("park", "Nationalpark") ?? 0);
  });
});

describe("the palette", () => {
  const entry = (id: string, group: Entry["group"], label: string, also = ""): Entry => ({ id, group, label, also, run: vi.fn() });
  const entries = [
    entry("dark", "settings", "Färger: Mörkt"),
    entry("ready", "commands", "Redo"),
    entry("read", "pages", "Läs det viktiga", "redo"),
    entry("maja", "customers", "Maja Lind"),
  ];

  it("shows everything when nothing is asked, commands first", () => {
    expect(found("", entries).map((each) => each.id)).toEqual(["ready", "maja", "read", "dark"]);
  });

  it("finds by any word; what the server found is not doubted", () => {
    expect(found("mork", entries).map((each) => each.id)).toEqual(["maja", "dark"]);
    expect(found("redo", entries).map((each) => each.id)).toEqual(["ready", "maja", "read"]);
  });
});

describe("results", () => {
  const leaves = leavesOf(tree, "sv");

  it("are the living ends of the tree, in its order, with the way to them", () => {
    expect(leaves.map((leaf) => [leaf.label, leaf.path])).toEqual([
      ["Fel nummer", ""],
      ["Borttappad", "Leverans"],
      ["Försenad", "Leverans"],
    ]);
  });

  it("used last come first, until something is searched for", () => {
    const shown = shownFor("", leaves, ["late", "gone"]);
    expect(shown.last.map((leaf) => leaf.id)).toEqual(["late"]);
    expect(shown.others.map((leaf) => leaf.id)).toEqual(["wrong", "lost"]);
    expect(shownFor("forse", leaves, []).others.map((leaf) => leaf.id)).toEqual(["late"]);
    expect(shownFor("lever", leaves, ["late"]).others.map((leaf) => leaf.id)).toEqual(["late", "lost"]);
  });

  it("are remembered once each, the newest first", () => {
    expect(usedNow("b", ["a", "b", "c"])).toEqual(["b", "a", "c"]);
    expect(usedNow("new", Array.from({ length: 8 }, (_, n) => `${n}`)).length).toBe(8);
  });

  it("have a name also when archived, and their id when the tree does not know them", () => {
    expect(resultName("late", tree, "sv")).toBe("Försenad");
    expect(resultName("unknown", tree, "sv")).toBe("unknown");
    expect(resultName(null, tree, "sv")).toBe("");
  });

  it("are arranged by an administrator: lines, places, three levels, ids for ever", () => {
    expect(rowsOf(tree, false).map((row) => `${row.level}${row.node.id}`)).toEqual(["0wrong", "0delivery", "1lost", "1late"]);
    expect(rowsOf(tree, true).length).toBe(5);
    const deep = [...tree, node("deep", "late", 0)];
    expect(possibleParents(deep).some((row) => row.node.id === "deep")).toBe(false);
    expect(newId("Fel – adress å", tree)).toBe("fel-adress-a");
    expect(newId("Late", tree)).toBe("late-2");
    expect(newId("???", tree)).toBe("result");
    const late = rowsOf(tree, false).find((row) => row.node.id === "late");
    expect(late && moved(late, -1).map((each) => [each.id, each.body.position])).toEqual([["late", 0]]);
    expect(late && moved(late, 1)).toEqual([]);
  });
});

describe("a day", () => {
  const row = (id: string, more: Partial<ContactRow>): ContactRow => ({
    id,
    queue_id: "q",
    channel: "voice",
    language: "sv",
    entered: 0,
    phase: "ended",
    answered_at: 1000,
    ended_at: 61_000,
    outcome: "served",
    agent_id: "me",
    recorded: true,
    disposition: null,
    solved: null,
    outgoing: false,
    ...more,
  });

  it("is what I answered, the newest first, and how long I talked", () => {
    const rows = [row("a", { solved: true }), row("b", { answered_at: 5000, ended_at: null }), row("c", { agent_id: "other" }), row("d", { answered_at: null })];
    const day = dayOfMine(rows, "me");
    expect(day.mine.map((each) => each.id)).toEqual(["b", "a"]);
    expect(day).toMatchObject({ answered: 2, talked_ms: 60_000, solved: 1 });
  });

  it("is told in the reader's way", () => {
    expect(lengthInShort(48 * 60_000, "sv")).toMatch(/^48\smin$/);
    expect(lengthInShort(125 * 60_000, "sv")).toMatch(/^2\s(h|tim\.?) 5\smin$/);
    expect(dayInWords("2026-11-22", "sv")).toBe("22 nov.");
    expect(dayInWords("rubbish", "sv")).toBe("rubbish");
  });
});

describe("a customer", () => {
  const customer: Customer = {
    id: "k",
    version: 3,
    names: ["Åsa Berg"],
    numbers: ["+46701234567"],
    mails: [],
    addresses: [],
    companies: ["Bergs Bygg"],
    languages: ["sv"],
    note: "",
    made_at: 0,
    changed_at: 0,
    changed_by: "",
    demo: false,
  };

  it("is called by name, company or number", () => {
    expect(calledOf(customer, "?")).toBe("Åsa Berg");
    expect(calledOf({ ...customer, names: [] }, "?")).toBe("Bergs Bygg");
    expect(calledOf({ ...customer, names: [], companies: [] }, "?")).toBe("+46 70 123 45 67");
    expect(calledOf({ ...customer, names: [], companies: [], numbers: [] }, "?")).toBe("?");
  });

  it("in a list is not told twice", () => {
    const row = { id: "k", name: "", company: "Bergs Bygg", number: "+46701234567", mail: "" };
    expect(rowName(row, "?")).toBe("Bergs Bygg");
    expect(rowBeside(row)).toBe("+46 70 123 45 67");
  });

  it("is changed line by line, with the version that was seen", () => {
    expect(changed(customer, "names", 0, " Åsa Bergström ").names).toEqual(["Åsa Bergström"]);
    expect(changed(customer, "numbers", 0, "").numbers).toEqual([]);
    expect(changed(customer, "mails", 0, "a@b.se").mails).toEqual(["a@b.se"]);
    expect(changed(customer, "mails", 0, "  ").mails).toEqual([]);
    expect(changed(customer, "names", 0, "x").version).toBe(3);
    expect(wholeOf(customer, 9).version).toBe(9);
  });

  it("is made of what was typed", () => {
    expect(personFrom("Kim Åberg", "")).toEqual({ names: ["Kim Åberg"], numbers: [] });
    expect(personFrom("070-123 45 67", "")).toEqual({ names: [], numbers: ["070-123 45 67"] });
    expect(personFrom("", "+46701234567")).toEqual({ names: [], numbers: ["+46701234567"] });
  });
});
