// Opening hours as they are typed, and the calendar as it is read and sent.
import { describe, expect, it } from "vitest";

import { NO_CALENDAR, bodyOf, calendarOf, meaningOf, nameOf, withCountry } from "../src/admin/hours/calendar";
import { type Week, copied, minuteOf, spansOf, timeText, weekInShort, weekOf } from "../src/admin/hours/week";
import type { CalendarDay } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";

const NAMES = catalogues.en.hours.weekdaysShort;

function week(days: Record<number, [string, string][]>): Week {
  return [0, 1, 2, 3, 4, 5, 6].map((day) => (days[day] ?? []).map(([from, to]) => ({ from, to })));
}

describe("a time", () => {
  it.each([
    ["8", 480], ["08", 480], ["8:30", 510], ["8.30", 510], ["0830", 510], ["24", 1440], ["24:00", 1440], [" 9 ", 540], ["0", 0],
  ])("%s is read", (text, minute) => {
    expect(minuteOf(text)).toBe(minute);
  });

  it.each(["", "25", "24:01", "8:60", "8:3", "noon", "-1", "8:30:00"])("%s is none", (text) => {
    expect(minuteOf(text)).toBeNull();
  });

  it("is shown with four figures", () => {
    expect([timeText(0), timeText(510), timeText(1440)]).toEqual(["00:00", "08:30", "24:00"]);
  });
});

describe("a week", () => {
  it("comes back as it was", () => {
    const spans = [
      { weekday: 0, from_minute: 480, to_minute: 720 },
      { weekday: 0, from_minute: 780, to_minute: 1020 },
      { weekday: 6, from_minute: 0, to_minute: 1440 },
    ];
    expect(spansOf(weekOf(spans))).toEqual({ spans, faults: [] });
  });

  it("a night past midnight is two spans, on Sunday into Monday too", () => {
    expect(spansOf(week({ 6: [["22", "2"]] })).spans).toEqual([
      { weekday: 0, from_minute: 0, to_minute: 120 },
      { weekday: 6, from_minute: 1320, to_minute: 1440 },
    ]);
    expect(spansOf(week({ 0: [["22", "0"]] })).spans).toEqual([{ weekday: 0, from_minute: 1320, to_minute: 1440 }]);
  });

  it.each([
    ["notATime", week({ 2: [["8", "late"]] }), 2],
    ["noLength", week({ 3: [["8", "8:00"]] }), 3],
    ["overlap", week({ 4: [["8", "12"], ["11", "17"]] }), 4],
    ["overlap", week({ 0: [["22", "3"]], 1: [["2", "4"]] }), 1],
    ["nothing", week({}), 0],
  ])("finds %s, and on which day", (kind, typed, day) => {
    expect(spansOf(typed).faults).toEqual([{ kind, day }]);
  });

  it("two times that touch do not overlap", () => {
    expect(spansOf(week({ 0: [["8", "12"], ["12", "17"]] })).faults).toEqual([]);
  });

  it("working days are copied, the weekend is left alone", () => {
    const now = copied(week({ 0: [["8", "17"]], 5: [["10", "14"]] }), 0);
    expect(now.map((times) => times.length)).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(now[5]?.[0]?.from).toBe("10");
  });

  it("in short has days with the same hours together", () => {
    const { spans } = spansOf(week({ 0: [["8", "17"]], 1: [["8", "17"]], 2: [["8", "12"], ["13", "17"]], 3: [["8", "17"]], 5: [["10", "14"]] }));
    expect(weekInShort(spans, NAMES)).toBe("Mon–Tue 08:00–17:00 · Wed 08:00–12:00, 13:00–17:00 · Thu 08:00–17:00 · Sat 10:00–14:00");
  });
});

describe("the calendar", () => {
  it("names every eve, as usual where nothing was chosen", () => {
    const read = calendarOf({ countries: ["SE"], eves: [{ eve: "christmas_eve", kind: "shorten", until_minute: 780 }], own_days: [], days: [], followers: [] });
    expect(bodyOf(read).eves).toEqual([
      { eve: "easter_eve", kind: "keep", until_minute: 720 },
      { eve: "midsummer_eve", kind: "keep", until_minute: 720 },
      { eve: "christmas_eve", kind: "shorten", until_minute: 780 },
      { eve: "new_years_eve", kind: "keep", until_minute: 720 },
    ]);
  });

  it("countries keep their order, whichever is put in first", () => {
    expect(withCountry(withCountry(NO_CALENDAR, "NO", true), "SE", true).countries).toEqual(["SE", "NO"]);
    expect(withCountry({ ...NO_CALENDAR, countries: ["SE", "NO"] }, "SE", false).countries).toEqual(["NO"]);
  });

  it("a day is said in words", () => {
    const day: CalendarDay = {
      date: "2026-12-24", kind: "eve", name: "Julafton", name_en: "Christmas Eve", countries: ["SE"],
      eve: "christmas_eve", meaning: "shortened", until_minute: 720, spans: [],
    };
    expect(nameOf(day, "sv")).toBe("Julafton");
    expect(nameOf(day, "en")).toBe("Christmas Eve");
    expect(meaningOf(day, catalogues.sv)).toBe("till 12:00");
    expect(meaningOf({ ...day, meaning: "other_hours", spans: [{ from_minute: 600, to_minute: 840 }] }, catalogues.sv)).toBe("10:00–14:00");
    expect(meaningOf({ ...day, meaning: "closed" }, catalogues.nb)).toBe("stengt");
  });
});
