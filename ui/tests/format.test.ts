// Times, numbers and names as readers of three languages expect them.
import { describe, expect, it } from "vitest";

import { byName, bytes, clock, dayAndTime, lengthInWords, percent, phoneNumber, range, shortLength, timeOfDay } from "../src/shared/format";
import { catalogues, preferredLanguage } from "../src/shared/i18n/index";

const AT = Date.UTC(2026, 10, 22, 13, 5, 9);

describe("sizes", () => {
  it.each([
    [0, "0 kB"],
    [162_385, "162 kB"],
    [4_600_000_000, "4,6 GB"],
    [58e12, "58 TB"],
  ])("of %i bytes are %s", (size, said) => {
    expect(bytes(size, "sv")).toBe(said);
  });
});

describe("format", () => {
  it.each([
    [-5, "0:00"],
    [7_999, "0:07"],
    [750_000, "12:30"],
    [3_723_000, "1:02:03"],
  ])("a running time of %i ms is %s", (ms, text) => {
    expect(clock(ms)).toBe(text);
  });

  it.each([
    [60_000, "60 s"],
    [240_000, "4 min"],
    [5_400_000, "90 min"],
    [14_400_000, "4 h"],
    [9_000_000, "2 h 30 min"],
  ])("a length of %i ms is %s", (ms, text) => {
    expect(shortLength(ms)).toBe(text);
  });

  it("says a range as it was told, never below a minute", () => {
    const t = catalogues.sv;
    expect(range(240_000, 360_000, t)).toBe("4–\u20606\u00a0min");
    expect(range(20_000, 60_000, t)).toBe("under en minut");
    expect(range(30_000, 110_000, t)).toBe("1–\u20602\u00a0min");
    expect(range(120_000, 120_000, t)).toBe("ungefär 2\u00a0min");
    expect(range(null, null, t)).toBeNull();
  });

  it("has one minute and two minutes in each language", () => {
    expect(lengthInWords(1_000, catalogues.nb)).toBe("1 sekund");
    expect(lengthInWords(60_000, catalogues.en)).toBe("60 seconds");
    expect(lengthInWords(125_000, catalogues.sv)).toBe("2 minuter");
  });

  it("writes shares as each language does", () => {
    expect(percent(0.864, "sv")).toBe("86\u00a0%");
    expect(percent(0.864, "en")).toBe("86%");
  });

  it("writes times by the reader's clock", () => {
    expect(timeOfDay(AT, "sv", "Europe/Stockholm")).toBe("14:05");
    expect(timeOfDay(AT, "nb", "Europe/Oslo")).toMatch(/14[:.]05/);
    expect(dayAndTime(AT, "en", "Europe/London")).toContain("22 Nov");
  });

  it("sorts by the reader's alphabet", () => {
    const names = ["Öberg", "Zetter", "Ånäs", "Ärlig"];
    expect(names.toSorted(byName("sv", (name) => name))).toEqual(["Zetter", "Ånäs", "Ärlig", "Öberg"]);
    expect(["Ås", "Øst", "Æra", "Vik"].toSorted(byName("nb", (name) => name))).toEqual(["Vik", "Æra", "Øst", "Ås"]);
  });

  it("groups Nordic numbers and leaves others alone", () => {
    expect(phoneNumber("+46701234567")).toBe("+46 70 123 45 67");
    expect(phoneNumber("+4790012345")).toBe("+47 90 01 23 45");
    expect(phoneNumber("anonymous")).toBe("anonymous");
  });
});

describe("preferredLanguage", () => {
  it.each([
    [["de", "nb-NO", "sv"], "nb"],
    [["nn"], "nb"],
    [["da-DK", "en"], "nb"],
    [["en-US"], "en"],
    [["fi"], "sv"],
  ] as const)("of %j is %s", (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });
});
