// What setting up works out in the browser: pasted lists, the table of skills, recorded sound, and plain explanations.
import { describe, expect, it } from "vitest";

import { newId } from "../src/admin/results";
import { columnsOf, levelOfKey, movedTo, withLevel } from "../src/admin/people/matrix";
import { peopleOf } from "../src/admin/people/sheet";
import { faultText, stateText } from "../src/admin/trunks/explained";
import { wavOf } from "../src/admin/voices/wav";
import type { OpenSpan, QueueRow, TrialFault } from "../src/generated/types";
import { ADMIN_GROUPS, ADMIN_TABS, TABS, tabsFor } from "../src/shared/admin-tabs";
import { catalogues, languages } from "../src/shared/i18n/index";
import { planOf, spansOfPlan } from "../src/start/plan";

describe("a pasted list of people", () => {
  it("is understood with tabs and no headings", () => {
    const [kim] = peopleOf("Kim Berg\tkim@example.com\tRetur\treturns 2, delivery\tArbetsledare", "sv");
    expect(kim).toEqual({
      name: "Kim Berg",
      login: "kim@example.com",
      team: "Retur",
      skills: [
        { name: "returns", level: 2 },
        { name: "delivery", level: 1 },
      ],
      role: "supervisor",
      language: "sv",
      answers: true,
    });
  });

  it("is understood with headings in any order and language", () => {
    const rows = peopleOf("Roll;Namn;E-post\nadministratör;Lee Ås;lee@example.com\n;Bo Ek;bo@example.com\n", "nb");
    expect(rows.map((row) => [row.name, row.login, row.role, row.answers])).toEqual([
      ["Lee Ås", "lee@example.com", "admin", false],
      ["Bo Ek", "bo@example.com", "agent", true],
    ]);
  });

  it("keeps quoted commas, and what it does not understand for the server to name", () => {
    const [row] = peopleOf('name,login,skills,role\n"Berg, Kim",kim,"returns 2, delivery",boss', "en");
    expect(row?.name).toBe("Berg, Kim");
    expect(row?.skills).toHaveLength(2);
    expect(row?.role).toBe("boss");
  });

  it("is empty when nothing is pasted", () => expect(peopleOf(" \n\n", "sv")).toEqual([]));
});

describe("the table of skills", () => {
  it("moves by arrows and stays inside", () => {
    expect(movedTo(0, 0, "ArrowUp", 3, 4)).toEqual([0, 0]);
    expect(movedTo(2, 3, "ArrowRight", 3, 4)).toEqual([2, 3]);
    expect(movedTo(1, 1, "ArrowDown", 3, 4)).toEqual([2, 1]);
    expect(movedTo(1, 1, "End", 3, 4)).toEqual([1, 3]);
    expect(movedTo(1, 1, "x", 3, 4)).toBeNull();
  });

  it("takes digits as levels", () => {
    expect([levelOfKey("3"), levelOfKey("0"), levelOfKey("Delete"), levelOfKey("6"), levelOfKey("a")]).toEqual([3, 0, 0, null, null]);
    expect(withLevel([{ name: "b", level: 1 }], "a", 2)).toEqual([{ name: "a", level: 2 }, { name: "b", level: 1 }]);
    expect(withLevel([{ name: "b", level: 1 }], "b", 0)).toEqual([]);
  });

  it("has a column for what anybody has, any queue needs or is being added", () => {
    const agent = { own_skills: [{ name: "b", level: 1 }] };
    const queue = { required_skills: [{ name: "c", level: 1 }] };
    expect(columnsOf([agent] as never, [queue] as never, ["å", "a"], "sv")).toEqual(["a", "b", "c", "å"]);
  });
});

describe("recorded sound", () => {
  it("is a WAV file of 16 bits in mono", () => {
    const wav = new DataView(wavOf([new Float32Array([0, 1, -1, 2]), new Float32Array([0, 1, -1, 2])], 48_000));
    expect(wav.byteLength).toBe(44 + 8);
    expect([wav.getUint16(22, true), wav.getUint32(24, true), wav.getUint16(34, true)]).toEqual([1, 48_000, 16]);
    expect([44, 46, 48, 50].map((at) => wav.getInt16(at, true))).toEqual([0, 32767, -32767, 32767]);
  });
});

describe("why a trunk does not work", () => {
  const FAULTS: readonly TrialFault[] = ["ended", "no_trunk", "name", "connection", "tls", "certificate", "no_sign", "rang_out", "no_media", "no_sound"];
  const STATUSES = [401, 403, 404, 407, 408, 480, 486, 488, 503];

  it.each(languages)("is told in words of its own for each fault (%s)", (language) => {
    const t = catalogues[language].trunkTry;
    const texts = [...FAULTS.map((fault) => faultText(fault, 0, t)), ...STATUSES.filter((each) => each !== 407).map((status) => faultText("status", status, t))];
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((text) => text.length > 20)).toBe(true);
    expect(faultText("status", 407, t)).toBe(faultText("status", 401, t));
    expect(faultText("status", 699, t)).toContain("699");
    expect(faultText("", 0, t)).toBe("");
  });

  it("is told of the trunk's own state too", () => {
    const t = catalogues.sv.trunkTry;
    expect(stateText({ state: "registering", detail: "REGISTER 403" }, t)).toBe(t.registering[403]);
    expect(stateText({ state: "down", detail: "OPTIONS 408" }, t)).toBe(t.silent);
    expect(stateText({ state: "down", detail: "name not resolved" }, t)).toBe(t.unresolved);
    expect(stateText({ state: "up", detail: "" }, t)).toBe("");
    expect(stateText(undefined, t)).toBe("");
  });
});

describe("the groups of what is set up", () => {
  it("hold every tab once, and few each", () => {
    expect(ADMIN_GROUPS.flatMap((group) => tabsFor(() => true, group)).sort()).toEqual([...ADMIN_TABS].sort());
    for (const group of ADMIN_GROUPS) expect(tabsFor(() => true, group).length).toBeLessThanOrEqual(7);
  });

  it("show nobody what they may not open", () => {
    expect(tabsFor((needs) => needs === "manage_answers")).toEqual(["answers"]);
    expect(tabsFor(() => false)).toEqual([]);
    expect(TABS.trunks.needs).toBe("manage_telephony");
  });
});

describe("the guide's opening hours", () => {
  const row = (spans: readonly OpenSpan[], follows_calendar = true): QueueRow =>
    ({ id: "q", settings: { opening_hours: spans }, follows_calendar }) as unknown as QueueRow;
  const working = spansOfPlan("weekdays", 480, 960);

  it("stand as the queues have them", () => {
    expect(planOf([row([], false)])?.days).toBe("always");
    expect(planOf([row(working), row([...working].reverse())])).toEqual({ days: "weekdays", from: "08:00", to: "16:00" });
    expect(planOf([row(spansOfPlan("all", 0, 600))])).toEqual({ days: "all", from: "00:00", to: "10:00" });
  });

  it("are left alone when the fields cannot say them", () => {
    expect(planOf([row(working), row([], false)])).toBeNull();
    expect(planOf([row(working), row(working, false)])).toBeNull();
    expect(planOf([row(working.slice(1))])).toBeNull();
    expect(planOf([row([...working, { weekday: 0, from_minute: 1000, to_minute: 1100 }])])).toBeNull();
    expect(planOf([row([], true)])).toBeNull();
  });
});

describe("an id of a name", () => {
  it("is never one that there is", () => {
    expect(newId("sip.example.se", [{ id: "sip-example-se" }], "operator")).toBe("sip-example-se-2");
    expect(newId("***", [], "operator")).toBe("operator");
  });
});
