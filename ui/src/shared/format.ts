// Numbers, times and durations as a reader of each language expects them. Pure: the language and the time zone are
// arguments, so that the tests need no browser.
import type { Language } from "../generated/types";
import type { Catalogue } from "./i18n/index";

const TAGS: Record<Language, string> = { sv: "sv-SE", nb: "nb-NO", en: "en-GB" };
const MINUTE_MS = 60_000;

/** A running time: 0:07, 12:30, 1:02:03. Never negative; counts whole seconds down, as a clock does. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const s = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

/** A running time as a machine reads it, for <time datetime>. */
export function isoDuration(ms: number): string {
  return `PT${Math.max(0, Math.floor(ms / 1000))}S`;
}

/** A length as words: "45 seconds", "3 minutes". */
export function lengthInWords(ms: number, t: Catalogue): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 90 ? t.units.seconds(seconds) : t.units.minutes(Math.round(seconds / 60));
}

/** A short length for a label: "60 s", "4 min", "1 h 30 min". */
export function shortLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A sum of time, to the minute: "48 min", "2 h 5 min". */
export function lengthInShort(ms: number, language: Language): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const unit = (value: number, name: "minute" | "hour"): string =>
    new Intl.NumberFormat(TAGS[language], { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (minutes < 60) return unit(minutes, "minute");
  return `${unit(Math.floor(minutes / 60), "hour")} ${unit(minutes % 60, "minute")}`;
}

/** What a customer was told, as a range of minutes; null when no time was given. */
export function range(lowMs: number | null, highMs: number | null, t: Catalogue): string | null {
  if (lowMs === null || highMs === null) return null;
  const high = Math.ceil(highMs / MINUTE_MS);
  const low = Math.floor(lowMs / MINUTE_MS);
  if (high <= 1) return t.range.under;
  return t.range.minutes(Math.max(1, low), high);
}

/** A number with one decimal: 4,2. */
export function decimal(value: number, language: Language): string {
  return new Intl.NumberFormat(TAGS[language], { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** A share, 0 to 1, as whole per cent. */
export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(TAGS[language], { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Per cent that are already per cent, with one decimal. */
export function percentPoints(value: number, language: Language): string {
  return new Intl.NumberFormat(TAGS[language], { style: "percent", maximumFractionDigits: 1 }).format(value / 100);
}

/** A count with the reader's thousands separator. */
export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(TAGS[language]).format(value);
}

/** A size as people say it: 4.6 GB. */
export function bytes(size: number, language: Language): string {
  const units = ["kB", "MB", "GB", "TB"] as const;
  const step = units.findLastIndex((_, n) => size >= 1000 ** (n + 1));
  const shown = size / 1000 ** (Math.max(step, 0) + 1);
  const digits = new Intl.NumberFormat(TAGS[language], { maximumFractionDigits: shown < 10 ? 1 : 0 });
  return `${digits.format(shown)} ${units[Math.max(step, 0)]}`;
}

/** A time of day: 09:05. */
export function timeOfDay(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { hour: "2-digit", minute: "2-digit", hour12: false }, timeZone);
}

/** A time of day with seconds: 09:05:31. */
export function timeOfDayExact(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }, timeZone);
}

/** A day and time: 22 nov. 09:05. */
export function dayAndTime(at: number, language: Language, timeZone?: string): string {
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false } as const;
  return format(at, language, options, timeZone);
}

/** A time as somebody says it at ``from``: the time of day, with the day when it is another one. */
export function timeSeenFrom(from: number, at: number, language: Language, timeZone?: string): string {
  const sameDay = shortDate(from, language, timeZone) === shortDate(at, language, timeZone);
  return sameDay ? timeOfDay(at, language, timeZone) : dayAndTime(at, language, timeZone);
}

/** A whole date: söndag 22 november 2026. */
export function longDate(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, timeZone);
}

/** A date in short: 22 nov. */
export function shortDate(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { day: "numeric", month: "short" }, timeZone);
}

/** The day of an instant as a machine writes it, in the reader's own time zone: 2026-11-22. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const part = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/** A machine's day as a reader writes it: 2026-11-22 is 22 nov. */
export function dayInWords(day: string, language: Language): string {
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(at) ? day : shortDate(at, language, "UTC");
}

function format(at: number, language: Language, options: Intl.DateTimeFormatOptions, timeZone?: string): string {
  const zoned = timeZone === undefined ? options : { ...options, timeZone };
  return new Intl.DateTimeFormat(TAGS[language], zoned).format(at);
}

/** Names in the order of the reader's alphabet (å ä ö, æ ø å). */
export function byName<T>(language: Language, name: (item: T) => string): (a: T, b: T) => number {
  const collator = new Intl.Collator(TAGS[language], { sensitivity: "base", numeric: true });
  return (a, b) => collator.compare(name(a), name(b));
}

/** A telephone number in groups that an eye can hold; anything that is not one is left as it is. */
export function phoneNumber(number: string): string {
  const digits = /^\+(4[567])(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (digits !== null) return `+${digits[1]} ${digits.slice(2).join(" ")}`;
  const norwegian = /^\+(47)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(number);
  if (norwegian !== null) return `+47 ${norwegian.slice(2).join(" ")}`;
  return number;
}
