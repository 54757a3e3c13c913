// Whom to turn to, as one list; and what may be decided, as words and as a field holds it.
import { describe, expect, it } from "vitest";

import { canBeAsked, firstToChoose, queuesFor, rowsOf, stepped, whyNot } from "../src/desk/colleagues/targets";
import type { AgentView, ColleagueRow, ColleaguesFound, DecisionKind, HandoverRule, OutsideNumber, QueueView } from "../src/generated/types";
import { amountInWords, authorityInWords, limitOf, limitText, rulesFor } from "../src/shared/decisions";
import { catalogues } from "../src/shared/i18n/index";
import { agent, queue } from "./views";

const NB = "\u00a0";

function colleague(id: string, over: Partial<ColleagueRow> = {}): ColleagueRow {
  return { agent_id: id, name: id, presence: "ready", can_be_asked: true, skills: [], topics: "", authority: [], kind_ids: [], ...over };
}

const OUTSIDE: OutsideNumber = {
  id: "o1",
  version: 1,
  name: "Nordbud",
  number: "+46313900610",
  languages: ["sv"],
  hours: "",
  purpose: "",
  demo: false,
};

function found(...colleagues: ColleagueRow[]): ColleaguesFound {
  return { asked: { hundredths: null, unit: null, kind_ids: [], is_decision: false }, colleagues, outside: [OUTSIDE] };
}

const live = (...views: AgentView[]): Map<string, AgentView> => new Map(views.map((view) => [view.id, view]));

describe("the list of targets", () => {
  it("has colleagues, then numbers outside, then queues, in the order of the answer", () => {
    const rows = rowsOf(found(colleague("b"), colleague("a")), new Map(), [queue("q")]);
    expect(rows.map((row) => row.target.id)).toEqual(["b", "a", "o1", "q"]);
    expect(rows[2]?.target).toEqual({ kind: "outside", id: "o1", name: "Nordbud", number: "+46313900610" });
  });

  it("knows from the live page who can be asked now, and moves nobody for it", () => {
    const answer = found(colleague("a"), colleague("b", { can_be_asked: false }));
    const rows = rowsOf(answer, live(agent("a", { presence: "on_contact" }), agent("b", { presence: "standby" })), []);
    expect(rows.slice(0, 2).map((row) => [row.target.id, row.canChoose])).toEqual([
      ["a", false],
      ["b", true],
    ]);
    expect(firstToChoose(rows)).toBe(1);
  });

  it("says why somebody cannot be chosen, by what they do now, and that a queue is closed", () => {
    const people = (["on_contact", "wrap_up", "pause", "signed_out", "unreachable", "ready"] as const).map((presence) => agent(presence, { presence }));
    const rows = rowsOf(found(...people.map(({ id }) => colleague(id, { presence: "ready" }))), live(...people), [queue("q", { open: false })]);
    const whys = rows.map((row) => whyNot(row, live(...people)));
    expect(whys).toEqual(["talk", "after", "pause", "gone", "unreachable", null, null, "closed"]);
    const known = rowsOf(found(colleague("a", { can_be_asked: false, presence: "pause" })), new Map(), []);
    expect(known.slice(0, 1).map((row) => whyNot(row, new Map()))).toEqual(["pause"]);
    const asleep = agent("a", { presence: "ready", hindrance: "asleep" });
    expect(whyNot(rowsOf(found(colleague("a")), live(asleep), [])[0]!, live(asleep))).toBe("unreachable");
  });

  it("asks nobody whose desk cannot be rung", () => {
    expect(canBeAsked(agent("a", { presence: "ready" }))).toBe(true);
    expect(canBeAsked(agent("a", { presence: "ready", hindrance: "desk_gone" }))).toBe(false);
    expect(canBeAsked(agent("a", { presence: "pause" }))).toBe(false);
  });

  it("shows queues by their words, open ones first, and neither the customer's own nor shut chats", () => {
    const queues: QueueView[] = [
      queue("leverans", { name: "Leverans" }),
      queue("retur", { name: "Retur", open: false }),
      queue("reklamation", { name: "Reklamation" }),
      queue("chat", { name: "Re chatt", channel: "chat" }),
    ];
    expect(queuesFor("re", queues, "", false).map((each) => each.id)).toEqual(["reklamation", "retur"]);
    expect(queuesFor("", queues, "leverans", false).map((each) => each.id)).toEqual(["reklamation", "retur"]);
    expect(queuesFor("re", queues, "", true)).toEqual([]);
  });

  it("steps round the ends, and nowhere when there is nothing", () => {
    expect([stepped(0, -1, 3), stepped(2, 1, 3), stepped(-1, 1, 3), stepped(0, 1, 0)]).toEqual([2, 0, 0, -1]);
    expect(firstToChoose([])).toBe(-1);
  });
});

const KINDS: DecisionKind[] = (["kr", "percent", "none"] as const).map((unit) => ({
  id: unit,
  version: 1,
  names: { sv: `Sv ${unit}`, nb: `Nb ${unit}`, en: `En ${unit}` },
  unit,
  also: "",
  archived: false,
  demo: false,
}));

describe("decisions in words", () => {
  it("writes amounts as the reader's language does", () => {
    expect(amountInWords(120_000, "kr", "sv", catalogues.sv)).toBe(`1${NB}200${NB}kr`);
    expect(amountInWords(120_050, "kr", "nb", catalogues.nb)).toBe(`1${NB}200,50${NB}kr`);
    expect(amountInWords(120_050, "kr", "en", catalogues.en)).toBe(`1,200.50${NB}kr`);
    expect(amountInWords(1_250, "percent", "sv", catalogues.sv)).toBe(`12,5${NB}%`);
  });

  it("says how far somebody may go", () => {
    const may = (kind_id: string, limit_hundredths: number | null): string =>
      authorityInWords({ kind_id, limit_hundredths }, KINDS, "en", catalogues.en);
    expect(may("kr", 80_000)).toBe(`En kr, up to 800${NB}kr`);
    expect(may("kr", null)).toBe("En kr, no limit");
    expect(may("none", null)).toBe("En none");
    expect(may("gone", null)).toBe("");
  });

  it("shows the rules for all decisions first, then those of the asked ones", () => {
    const words = { sv: "", nb: "", en: "" };
    const rule = (id: string, kind_id: string | null): HandoverRule => ({
      id,
      kind_id,
      version: 1,
      when: words,
      say: words,
      position: 0,
      demo: false,
    });
    const rules = [rule("b", "kr"), rule("a", null), rule("c", "percent")];
    expect(rulesFor(["kr"], rules).map((each) => each.id)).toEqual(["a", "b"]);
    expect(rulesFor([], rules).map((each) => each.id)).toEqual(["a"]);
  });
});

describe("the field of a limit", () => {
  it.each([
    ["", null],
    ["  ", null],
    ["800", 80_000],
    ["800 kr", 80_000],
    ["1 200", 120_000],
    ["1.200", 120_000],
    ["1.200,50", 120_050],
    ["1,200.50", 120_050],
    ["12,5", 1_250],
    ["15 %", 1_500],
    ["0", undefined],
    ["kr", undefined],
    ["-5", undefined],
    ["many", undefined],
    ["1234567890", undefined],
  ])("reads %j as %j", (text, hundredths) => {
    expect(limitOf(text)).toBe(hundredths);
  });

  it("shows what it reads", () => {
    for (const hundredths of [1, 50, 1_250, 80_000, 120_050, 9_999_999_99]) {
      for (const language of ["sv", "nb", "en"] as const) expect(limitOf(limitText(hundredths, language))).toBe(hundredths);
    }
    expect(limitText(null, "sv")).toBe("");
  });
});
