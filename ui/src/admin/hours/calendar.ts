// The company's calendar as it is edited. Pure.
import type { CalendarAnswer, CalendarBody, CalendarDay, Country, EveCode, EveKind, Language, OwnDayBody } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";
import { spansText, timeText } from "./week";

export const EVES: readonly EveCode[] = ["easter_eve", "midsummer_eve", "christmas_eve", "new_years_eve"];
export const COUNTRIES: readonly Country[] = ["SE", "NO"];
const NOON = 720;

export interface Eve {
  readonly kind: EveKind;
  readonly until_minute: number;
}

export interface Calendar {
  readonly countries: readonly Country[];
  readonly eves: Readonly<Record<EveCode, Eve>>;
  readonly own: readonly Required<OwnDayBody>[];
}

/** A calendar that says nothing: every day is like its weekday. */
export const NO_CALENDAR: Calendar = {
  countries: [],
  eves: Object.fromEntries(EVES.map((eve) => [eve, { kind: "keep", until_minute: NOON }])) as unknown as Calendar["eves"],
  own: [],
};

/** What the server has. */
export function calendarOf(answer: CalendarAnswer): Calendar {
  const chosen = answer.eves.map(({ eve, kind, until_minute }) => [eve, { kind, until_minute }]);
  return { countries: answer.countries, eves: { ...NO_CALENDAR.eves, ...Object.fromEntries(chosen) }, own: answer.own_days };
}

/** What the server is sent. */
export function bodyOf(calendar: Calendar): CalendarBody {
  return { countries: calendar.countries, eves: EVES.map((eve) => ({ eve, ...calendar.eves[eve] })), own_days: calendar.own };
}

/** A country put in or taken out, in the order in which they are always shown. */
export function withCountry(calendar: Calendar, country: Country, on: boolean): Calendar {
  return { ...calendar, countries: COUNTRIES.filter((each) => (each === country ? on : calendar.countries.includes(each))) };
}

/** A day's name for a reader: English readers get the English one, all others that of the country. */
export function nameOf(day: CalendarDay, language: Language): string {
  return language === "en" && day.name_en !== "" ? day.name_en : day.name;
}

/** What a day means: closed, until when, at which hours. */
export function meaningOf(day: CalendarDay, t: Catalogue): string {
  if (day.meaning === "shortened") return t.hours.meaning.shortened(timeText(day.until_minute ?? NOON));
  if (day.meaning === "other_hours") return t.hours.meaning.other_hours(spansText(day.spans));
  return t.hours.meaning[day.meaning];
}
