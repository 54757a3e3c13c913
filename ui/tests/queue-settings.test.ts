// A queue's settings in their fields, the order of answers, and a walk through a flow as far as a caller has come.
import { describe, expect, it } from "vitest";

import { changeOf, inOrder, lastPosition, moved } from "../src/admin/answers/answers";
import { shownOf } from "../src/admin/flows/trying";
import { type Fields, bodyOf, bodyOfRow, faultsOf, fieldsOf, isSound } from "../src/admin/queues/settings";
import type { CommonAnswer, QueueRow, TryAnswer, TryStep } from "../src/generated/types";

const row: QueueRow = {
  id: "a",
  follows_calendar: true,
  settings: {
    name: "Leverans", channel: "voice", promise_ms: 90_000, required_skills: [{ name: "retur", level: 2 }], ring_timeout_ms: 20_000,
    wrap_up_ms: 30_000, breath_ms: 10_000, tell_every_ms: 0, resume_ms: 900_000,
    opening_hours: [{ weekday: 0, from_minute: 480, to_minute: 1020 }], special_days: [], overflow: [{ after_ms: 300_000, queue_id: "b" }],
    hold_remind_ms: 60_000, hold_limit_ms: 180_000, most_waiting: 40, callbacks: true, asks_rating: false, override: null, demo: false,
  },
};
const fields = (change: Partial<Fields> = {}): Fields => ({ ...fieldsOf(row), ...change });

describe("a queue's settings", () => {
  it("are sent back as they came when nothing was changed", () => {
    const { special_days: _days, demo: _demo, override: _override, ...settings } = row.settings;
    expect(bodyOfRow(row)).toEqual({ ...settings, follows_calendar: true });
  });

  it("always open sends no hours, and the hours in the fields are kept", () => {
    const always = fields({ byHours: false });
    expect(bodyOf(always, row).opening_hours).toEqual([]);
    expect(always.week[0]).toEqual([{ from: "08:00", to: "17:00" }]);
  });

  it("rules are sent with the earliest first", () => {
    const two = fields({ overflow: [{ minutes: "10", queue_id: "b" }, { minutes: 2.5, queue_id: "c" }] });
    expect(bodyOf(two, row).overflow).toEqual([{ after_ms: 150_000, queue_id: "c" }, { after_ms: 600_000, queue_id: "b" }]);
  });

  it.each<[Partial<Fields>, string, string]>([
    [{ name: "  " }, "name", "name"],
    [{ promise_s: 0 }, "promise_s", "promise"],
    [{ promise_s: 86_401 }, "promise_s", "promise"],
    [{ ring_s: "" }, "ring_s", "number"],
    [{ mostWaiting: 1.5 }, "mostWaiting", "number"],
    [{ tell_s: -1 }, "tell_s", "number"],
    [{ resume_min: "many" }, "resume_min", "number"],
    [{ overflow: [{ minutes: 0, queue_id: "b" }] }, "overflow 0", "minutes"],
    [{ overflow: [{ minutes: 5, queue_id: "" }] }, "overflow 0", "queue"],
    [{ overflow: [{ minutes: 5, queue_id: "a" }] }, "overflow 0", "self"],
    [{ overflow: [{ minutes: 5, queue_id: "b" }, { minutes: 9, queue_id: "b" }] }, "overflow 1", "twice"],
  ])("%o is refused at %s", (change, field, fault) => {
    expect(faultsOf(fields(change), "a")).toEqual({ [field]: fault });
    expect(isSound(fields(change), "a")).toBe(false);
  });

  it("a week with a fault cannot be sent, unless the queue is always open", () => {
    const week = fields().week.with(1, [{ from: "8", to: "never" }]);
    expect(isSound(fields({ week }), "a")).toBe(false);
    expect(isSound(fields({ week, byHours: false }), "a")).toBe(true);
  });
});

describe("answers", () => {
  const answer = (id: string, position: number, language: CommonAnswer["language"] = "sv"): CommonAnswer => ({
    id, version: 3, language, question: id, text: "", queue_ids: [], position, removed_at: null, demo: false,
  });
  const all = [answer("b", 1), answer("a", 0), answer("n", 7, "nb"), answer("c", 1)];

  it("stand in their own language's order, and a new one comes last", () => {
    expect(inOrder(all, "sv").map((each) => each.id)).toEqual(["a", "b", "c"]);
    expect([lastPosition(all, "sv"), lastPosition(all, "nb"), lastPosition(all, "en")]).toEqual([2, 8, 0]);
  });

  it("one that moves takes its version with it, and only those who change place are sent", () => {
    const list = inOrder(all, "sv");
    const [first, second] = list as [CommonAnswer, CommonAnswer];
    expect(moved(list, second, -1).map(({ id, body }) => [id, body.position, body.version])).toEqual([["b", 0, 3], ["a", 1, 3], ["c", 2, 3]]);
    expect(moved(list, first, -1)).toEqual([]);
  });

  it("a change says everything else as it was", () => {
    expect(changeOf(answer("a", 4), { text: "Nytt" })).toMatchObject({ question: "a", text: "Nytt", position: 4, version: 3 });
  });
});

describe("a walk", () => {
  const step = (node: TryStep["node"], node_id: string): TryStep => ({ node, node_id, said: [], happened: "went_on", key: "" });
  const walked: TryAnswer = {
    steps: [step("Say", "s"), step("ChooseLanguage", "l"), step("Menu", "m"), step("Menu", "m"), step("ToQueue", "q")],
    end: "queue", queue_id: "a", language: "sv", choices: [],
  };

  it("stops at the first question that has no answer yet", () => {
    expect(shownOf(walked, 0)).toMatchObject({ steps: [{ node_id: "s" }], waits: { node_id: "l" } });
    expect(shownOf(walked, 2).steps.map((each) => each.node_id)).toEqual(["s", "l", "m"]);
  });

  it("is over when every question is answered", () => {
    expect(shownOf(walked, 3)).toEqual({ steps: walked.steps, waits: null });
  });
});
