// How long after its end a contact came up again, in days as people count them. Pure.
const DAY_MS = 86_400_000;

/** Midnights between two moments, in the reader's time zone: 0 is the same day. */
export function daysBetween(from: number, to: number): number {
  const day = (at: number): number => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
  };
  return Math.max(0, day(to) - day(from));
}
