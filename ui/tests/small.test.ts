// Peaks of a waveform, skills as typed, addresses to pages.
import { describe, expect, it } from "vitest";

import { skillsOf, skillsText } from "../src/admin/skills";
import { barHeight, peaksOf } from "../src/supervisor/peaks";
import { routeOf } from "../src/shared/route";

describe("peaksOf", () => {
  it("keeps the loudest of each slice, whichever way it swings", () => {
    expect([...peaksOf(Float32Array.of(0, 0.25, -0.5, 0, 0, 0.75), 3)]).toEqual([0.25, 0.5, 0.75]);
  });

  it("has as many bars as asked for when there are fewer samples", () => {
    expect(peaksOf(Float32Array.of(0.5), 4).length).toBe(4);
  });

  it("silence is flat and loud is full", () => {
    expect(barHeight(0)).toBe(0);
    expect(barHeight(1)).toBe(1);
  });
});

describe("skills", () => {
  it("are read with and without a level", () => {
    expect(skillsOf("retur 2, frakt ,, teknik 5")).toEqual([
      { name: "retur", level: 2 },
      { name: "frakt", level: 1 },
      { name: "teknik", level: 5 },
    ]);
  });

  it("read what they write", () => {
    const skills = [{ name: "retur", level: 3 }, { name: "frakt", level: 1 }];
    expect(skillsOf(skillsText(skills))).toEqual(skills);
  });

  it("a number that is no level belongs to the name", () => {
    expect(skillsOf("zon 12")).toEqual([{ name: "zon 12", level: 1 }]);
  });
});

describe("routeOf", () => {
  it.each([
    ["/", { page: "live" }],
    ["/contacts", { page: "contacts" }],
    ["/contacts/c-1", { page: "contact", id: "c-1" }],
    ["/admin", { page: "admin", tab: "queues" }],
    ["/admin/trunks", { page: "admin", tab: "trunks" }],
    ["/admin/flows/night-line", { page: "admin", tab: "flows", id: "night-line" }],
    ["/admin/queues/a%20b", { page: "admin", tab: "queues", id: "a b" }],
    ["/admin/agents/101", { page: "unknown" }],
    ["/admin/flows/a/b", { page: "unknown" }],
    ["/admin/nothing", { page: "unknown" }],
    ["/contacts/a/b", { page: "unknown" }],
  ])("%s", (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });
});
