// What rows are called: hours, days and weekdays by the reader's language, queues and results by how they are set up. Pure.
import type { By, Language } from "../generated/types";
import { dayInWords } from "../shared/format";
import type { Catalogue } from "../shared/i18n/index";

export interface Names {
  readonly queues: ReadonlyMap<string, string>;
  readonly results: ReadonlyMap<string, string>;
}

/** The name of a row, or of a filter's value. */
export function rowName(by: By, key: string, names: Names, t: Catalogue, language: Language): string {
  switch (by) {
    case "hour":
      return `${two(Number(key))}–${two((Number(key) + 1) % 24)}`;
    case "day":
      return `${t.reports.shortWeekdays[weekday(key)] ?? ""} ${dayInWords(key, language)}`;
    case "weekday":
      return t.reports.weekdays[Number(key) - 1] ?? key;
    case "channel":
      return isChannel(key, t) ? t.channels[key] : key;
    case "queue":
      return names.queues.get(key) ?? (key === "" ? t.reports.without.queue : key);
    case "result":
      return names.results.get(key) ?? (key === "" ? t.reports.without.result : key);
    case "team":
      return key === "" ? t.reports.without.team : key;
  }
}

/** A shorter one for the axis of a chart. */
export function tickName(by: By, key: string, names: Names, t: Catalogue, language: Language): string {
  if (by === "hour") return two(Number(key));
  if (by === "weekday") return t.reports.shortWeekdays[Number(key) - 1] ?? key;
  return by === "day" ? dayInWords(key, language) : rowName(by, key, names, t, language);
}

/** The days of a span: 22 nov., or 16 nov. – 22 nov. */
export function spanName(from: string, to: string, language: Language): string {
  return from === to ? dayInWords(from, language) : `${dayInWords(from, language)} – ${dayInWords(to, language)}`;
}

const two = (hour: number): string => String(hour).padStart(2, "0");
const weekday = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

function isChannel(key: string, t: Catalogue): key is keyof Catalogue["channels"] {
  return key in t.channels;
}
