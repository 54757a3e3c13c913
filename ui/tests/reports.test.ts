// What a report asks, shows, sorts and opens.
import { describe, expect, it } from "vitest";

import type { FigureRow, Figures, FiguresReport, ReportMail, Schedule } from "../src/generated/types";
import { topOf, splits } from "../src/reports/drawing";
import { COLUMN_SETS, FIGURES, MAIN, besides, isEmpty, opens, sorted, unsaidIn, valueOf, written, type ShownName } from "../src/reports/figures";
import { chartsOf, highest } from "../src/reports/lines";
import { addressesIn, blank, bodyOf, minuteOf, reasonOf, timeOf, writtenOf } from "../src/reports/mail/schedule";
import { moved } from "../src/reports/moving";
import { rowName, spanName, tickName } from "../src/reports/naming";
import { agentPageOf, askOf, atMost, choiceOf, contactsOf, daysOf, pageOf, plusDays } from "../src/reports/query";
import { catalogues, languages } from "../src/shared/i18n/index";
import { routeOf } from "../src/shared/route";

const SUNDAY = "2026-11-22";
const NAMES = { queues: new Map([["leverans", "Leverans"]]), results: new Map([["sent", "Skickat"]]) };

const figures = (some: Partial<Figures>): Figures =>
  ({ ...Object.fromEntries(Object.keys(FIGURES).map((name) => [name, FIGURES[name as ShownName].kind === "count" ? 0 : null])), working_ms: 0, ...some }) as Figures;
const row = (key: string, some: Partial<Figures>): FigureRow => ({ key, figures: figures(some), too_few: [] });
const report = (by: FiguresReport["by"], rows: FigureRow[], compared: FigureRow[] | null = null): FiguresReport => {
  const span = { first: SUNDAY, last: SUNDAY, since: 0, before: 1, total: figures({ arrived: rows.length }), too_few: [] };
  return { by, labels: [], silent: [], span: { ...span, rows }, compared: compared === null ? null : { ...span, rows: compared } };
};

describe("the address", () => {
  it("means days by their names, weeks from Monday", () => {
    expect(daysOf("week", SUNDAY)).toEqual({ from: "2026-11-16", to: SUNDAY });
    expect(daysOf("last-week", SUNDAY)).toEqual({ from: "2026-11-09", to: "2026-11-15" });
    expect(daysOf("week", "2026-11-23")).toEqual({ from: "2026-11-23", to: "2026-11-23" });
    expect(daysOf("month", SUNDAY)).toEqual({ from: "2026-11-01", to: SUNDAY });
    expect(daysOf("last-month", "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(daysOf("yesterday", "2027-01-01")).toEqual({ from: "2026-12-31", to: "2026-12-31" });
    expect(plusDays("2026-10-25", 1)).toBe("2026-10-26");
  });

  it("is read as it was written, with every choice", () => {
    const choice = choiceOf("?span=last-week&by=queue&compare=year&queue=leverans&team=", SUNDAY);
    expect(choice).toMatchObject({ span: "last-week", by: "queue", compare: "year", filters: { queue: "leverans", team: "", result: null } });
    expect(choiceOf(pageOf(choice).slice("/reports".length), SUNDAY)).toEqual(choice);
    const own = choiceOf("?from=2026-11-01&to=2026-11-03", SUNDAY);
    expect(own.span).toBe("own");
    expect(choiceOf(pageOf(own).slice("/reports".length), SUNDAY)).toEqual(own);
  });

  it("falls back where it says something wrong", () => {
    const choice = choiceOf("?span=own&by=agent&compare=moon&from=2026-13-40&to=x", SUNDAY);
    expect(choice).toMatchObject({ span: "today", by: "hour", compare: null, days: { from: SUNDAY, to: SUNDAY } });
  });

  it("asks the server for days, not for names of days", () => {
    expect(askOf(choiceOf("?span=last-week&by=day", SUNDAY))).toBe("from=2026-11-09&to=2026-11-15&by=day");
  });

  it("leads from a figure to its contacts, those of the row alone", () => {
    const choice = choiceOf("?span=week&by=queue&channel=voice", SUNDAY);
    expect(contactsOf(choice, "abandoned", "leverans")).toBe("/reports/contacts?from=2026-11-16&to=2026-11-22&channel=voice&queue=leverans&figure=abandoned");
    const byDay = choiceOf("?span=week&by=day", SUNDAY);
    expect(contactsOf(byDay, "answered", "2026-11-17")).toBe("/reports/contacts?from=2026-11-17&to=2026-11-17&figure=answered");
    expect(contactsOf(choiceOf("?by=hour", SUNDAY), "arrived", "9")).toContain("hour=9");
    expect(contactsOf(choiceOf("?by=team", SUNDAY), "handled", "")).toContain("team=&");
    expect(agentPageOf("101", byDay, "handled", "2026-11-17")).toBe("/reports/agents/101?from=2026-11-17&to=2026-11-17&figure=handled");
  });

  it("takes no more days than a report can", () => {
    expect(atMost({ from: "2026-01-01", to: SUNDAY }, 31)).toEqual({ from: "2026-10-23", to: SUNDAY });
    expect(atMost({ from: SUNDAY, to: SUNDAY }, 31)).toEqual({ from: SUNDAY, to: SUNDAY });
  });

  it("has a page for each tab and each agent", () => {
    expect(routeOf("/reports")).toEqual({ page: "reports", tab: "figures" });
    expect(routeOf("/reports/mail")).toEqual({ page: "reports", tab: "mail" });
    expect(routeOf("/reports/agents/101")).toEqual({ page: "report-agent", id: "101" });
    expect(routeOf("/reports/agents")).toEqual({ page: "unknown" });
    expect(routeOf("/reports/ranking")).toEqual({ page: "unknown" });
  });
});

describe("figures", () => {
  it("are written as the reader writes them, a dash where there are none", () => {
    expect(written("arrived", 1234, "sv").replace(/\s/g, " ")).toBe("1 234");
    expect(written("service_level", 0.834, "en")).toBe("83%");
    expect(written("wait_p90_ms", 3_723_400, "nb")).toBe("1:02:03");
    expect(written("wait_median_ms", 59_700, "sv")).toBe("1:00");
    expect(written("occupancy", null, "sv")).toBe("–");
  });

  it("say nothing where the server is silent", () => {
    expect(valueOf("occupancy", figures({ occupancy: 0.5 }), ["occupancy"])).toBeNull();
    expect(valueOf("occupancy", figures({ occupancy: 0.5 }))).toBe(0.5);
  });

  it("say nothing in a row that too few agents are behind", () => {
    const all = { ...report("team", [row("Nord", { rating_given: 3 })]), silent: ["arrived"] };
    expect(unsaidIn(all, all.span)).toEqual(["arrived"]);
    expect(unsaidIn(all, { too_few: ["rating_given"] })).toEqual(["arrived", "rating_given"]);
  });

  it("open nothing where there is nothing", () => {
    expect([opens("arrived", 0), opens("arrived", 1), opens("arrived", null), opens("asa_ms", 0)]).toEqual([false, true, false, true]);
  });

  it.each(languages)("have a name and a formula in %s, each of them", (language) => {
    const said = catalogues[language].reports.figures;
    for (const name of Object.keys(FIGURES) as ShownName[]) {
      expect(said[name].name.length).toBeGreaterThan(2);
      expect(said[name].how).toMatch(/\.$/);
    }
  });

  it("are never sets of people", () => {
    const shown = [...MAIN, ...Object.values(COLUMN_SETS).flat()];
    expect(shown.every((name) => name in FIGURES)).toBe(true);
  });

  it("sort with the missing ones last, either way, and equals as they stood", () => {
    const rows = [row("a", { service_level: 0.5 }), row("b", {}), row("c", { service_level: 0.9 }), row("d", { service_level: 0.5 })];
    const keys = (down: boolean): string => sorted(rows, { by: "service_level", down }).map((each) => each.key).join("");
    expect([keys(true), keys(false)]).toEqual(["cadb", "adcb"]);
    expect(sorted(rows, { by: "row", down: true }).map((each) => each.key).join("")).toBe("dcba");
  });

  it("stand beside those before: days by their place, all else by their key", () => {
    const [a, b] = [row("2026-11-15", { arrived: 3 }), row("2026-11-16", { arrived: 4 })];
    expect(besides(report("day", [row("2026-11-22", {})], [a, b]))).toEqual([a]);
    expect(besides(report("queue", [row("x", {}), row("y", {})], [row("y", { arrived: 5 })])).map((each) => each?.key ?? null)).toEqual([null, "y"]);
  });

  it("are empty when nobody came and nobody worked", () => {
    expect(isEmpty(report("day", []))).toBe(true);
    expect(isEmpty(report("day", [row("2026-11-22", {})]))).toBe(false);
  });
});

describe("rows", () => {
  it("are called as people call them", () => {
    const t = catalogues.sv;
    const name = (by: FiguresReport["by"], key: string): string => rowName(by, key, NAMES, t, "sv");
    expect([name("hour", "8"), name("hour", "23")]).toEqual(["08–09", "23–00"]);
    expect([name("weekday", "7"), name("day", SUNDAY)]).toEqual(["Söndag", "sön 22 nov."]);
    expect([name("queue", "leverans"), name("queue", "gone"), name("team", ""), name("result", "sent")]).toEqual(["Leverans", "gone", "Utan grupp", "Skickat"]);
    expect(tickName("weekday", "1", NAMES, t, "sv")).toBe("mån");
    expect(spanName(SUNDAY, SUNDAY, "sv")).toBe("22 nov.");
  });
});

describe("charts", () => {
  const rows = [row("8", { arrived: 4, answered: 3, wait_median_ms: 90_000 }), row("9", { arrived: 9, answered: 8 })];

  it("have lines that no colour is needed to tell apart", () => {
    const [contacts, waits] = chartsOf(report("hour", rows, rows));
    const looks = contacts?.lines.map((line) => `${line.mark} ${line.dash.join()}`) ?? [];
    expect(new Set(looks).size).toBe(looks.length);
    expect(contacts?.lines[0]).toMatchObject({ name: "arrived", compared: true, mark: "none" });
    expect(waits?.lines.map((line) => line.values)).toContainEqual([1.5, null]);
  });

  it("are left out when nothing can be said", () => {
    expect(chartsOf(report("hour", rows)).map((chart) => chart.name)).toEqual(["contacts", "waits"]);
  });

  it("say in words where a line is highest", () => {
    expect([highest([1, 9, null, 9]), highest([null, null])]).toEqual([1, null]);
  });

  it("have axes that hold the highest value and the promise, and names that have room", () => {
    expect(topOf({ unit: "percent" }, 12, null)).toBe(100);
    expect(topOf({ unit: "count" }, null, null)).toBe(1);
    expect(topOf({ unit: "minutes" }, 1, 4)).toBeGreaterThan(4);
    expect(splits(24, 460)).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    expect(splits(0, 460)).toEqual([]);
  });
});

describe("the table's keys", () => {
  const size = { rows: 3, columns: 4 };
  it("move as in a spreadsheet and stop at the edges", () => {
    expect(moved("ArrowDown", false, { row: 2, column: 1 }, size)).toEqual({ row: 2, column: 1 });
    expect(moved("ArrowRight", false, { row: 0, column: 0 }, size)).toEqual({ row: 0, column: 1 });
    expect(moved("End", true, { row: 0, column: 0 }, size)).toEqual({ row: 2, column: 3 });
    expect(moved("Home", false, { row: 2, column: 3 }, size)).toEqual({ row: 2, column: 0 });
    expect(moved("a", false, { row: 0, column: 0 }, size)).toBeNull();
  });
});

describe("schedules", () => {
  const schedule: Schedule = {
    id: "s1",
    version: 3,
    name: "Gårdagen",
    timetable: { cadence: "weekly", minute: 450, weekday: 2, month_day: 1 },
    by: "queue",
    filters: { queue: null, team: "Natt", result: null, channel: null },
    compare: null,
    language: "nb",
    recipients: ["maja@example.net", "ali@example.net"],
    paused: true,
    archived: false,
    changed_at: 0,
    changed_by: "",
  };

  it("are sent as they were read, what the form does not show too", () => {
    const { name, timetable, by, filters, compare, language, recipients, paused } = schedule;
    expect(bodyOf(writtenOf(schedule), schedule)).toEqual({ name, timetable, by, filters, compare, language, recipients, paused });
  });

  it("begin with yesterday, every morning", () => {
    expect(bodyOf({ ...blank("sv"), name: " Ny ", recipients: "a@b.se" }, null)).toMatchObject({ name: "Ny", timetable: { cadence: "daily", minute: 450 }, recipients: ["a@b.se"] });
  });

  it("take addresses however they are parted, each once", () => {
    expect(addressesIn(" a@b.se, A@b.se;c@d.se\n\ne@f.se ")).toEqual(["a@b.se", "c@d.se", "e@f.se"]);
  });

  it("know minutes and times of day", () => {
    expect([timeOf(450), timeOf(0), minuteOf("23:59"), minuteOf("07:30"), minuteOf("x")]).toEqual(["07:30", "00:00", 1439, 450, 0]);
  });

  it("say why a mail did not come", () => {
    const mail = { reason: "untrusted" } as ReportMail;
    expect(reasonOf(mail, catalogues.sv.mailing)).toContain("Certifikatet");
    expect(reasonOf({ ...mail, reason: "unknown_team" }, catalogues.sv.mailing)).toBe(catalogues.sv.mailing.reasons.other);
    expect(reasonOf({ ...mail, reason: "" }, catalogues.sv.mailing)).toBe("");
  });
});
