// A schedule as a form has it, and as the API takes it. Pure.
import type { By, Cadence, Compare, Language, ReportMail, Schedule, ScheduleBody } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

export interface Written {
  name: string;
  cadence: Cadence;
  weekday: string;
  month_day: string;
  /** As the field has it: 07:30. */
  time: string;
  by: By;
  compare: "none" | Compare;
  queue: string;
  language: Language;
  /** One address on each line. */
  recipients: string;
  paused: boolean;
}

export const ALL_QUEUES = "";
export const CADENCES: readonly Cadence[] = ["daily", "weekly", "monthly"];

/** An empty form: yesterday's hours, every morning. */
export function blank(language: Language): Written {
  return {
    name: "",
    cadence: "daily",
    weekday: "1",
    month_day: "1",
    time: "07:30",
    by: "hour",
    compare: "week",
    queue: ALL_QUEUES,
    language,
    recipients: "",
    paused: false,
  };
}

export function writtenOf(schedule: Schedule): Written {
  const { timetable, filters } = schedule;
  return {
    name: schedule.name,
    cadence: timetable.cadence,
    weekday: String(timetable.weekday),
    month_day: String(timetable.month_day),
    time: timeOf(timetable.minute),
    by: schedule.by as By,
    compare: (schedule.compare as Compare | null) ?? "none",
    queue: filters.queue ?? ALL_QUEUES,
    language: schedule.language,
    recipients: schedule.recipients.join("\n"),
    paused: schedule.paused,
  };
}

/** What is sent. What the form does not show (a team, a result) stays as it was. */
export function bodyOf(written: Written, before: Schedule | null): ScheduleBody {
  return {
    name: written.name.trim(),
    timetable: {
      cadence: written.cadence,
      minute: minuteOf(written.time),
      weekday: Number(written.weekday),
      month_day: Number(written.month_day),
    },
    by: written.by,
    compare: written.compare === "none" ? null : written.compare,
    filters: { ...before?.filters, queue: written.queue === ALL_QUEUES ? null : written.queue },
    language: written.language,
    recipients: addressesIn(written.recipients),
    paused: written.paused,
  };
}

/** Addresses parted by lines, commas, semicolons or spaces, each once. */
export function addressesIn(text: string): string[] {
  const seen = new Map<string, string>();
  for (const address of text.split(/[\s,;]+/).filter((part) => part !== "")) {
    if (!seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address);
  }
  return [...seen.values()];
}

export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** The minutes of 07:30; of something that is no time those of midnight. */
export function minuteOf(time: string): number {
  const found = /^(\d{1,2}):(\d{2})/.exec(time);
  return found === null ? 0 : Math.min(1439, Number(found[1]) * 60 + Number(found[2]));
}

/** Why a mail has not come, as a sentence. */
export function reasonOf(mail: ReportMail, t: Catalogue["mailing"]): string {
  if (mail.reason === "") return "";
  return mail.reason in t.reasons ? t.reasons[mail.reason as keyof typeof t.reasons] : t.reasons.other;
}
