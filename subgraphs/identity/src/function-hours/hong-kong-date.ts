/** A calendar date in Hong Kong as `YYYY-MM-DD`. */
export type LocalDate = string & { readonly brand: 'LocalDate' };

/** Asia/Hong_Kong is UTC+8 all year since 1979, so the process's own zone never matters (domain 5.1). */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The Hong Kong date of an instant. */
export function hongKongDate(at: Date): LocalDate {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10) as LocalDate;
}

/** The instant at which that minute of that Hong Kong day begins; minute 1,440 is the day's end. */
export function instantOf(date: LocalDate, minuteOfDay: number): Date {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) - OFFSET_MS + minuteOfDay * 60_000);
}

/** The date so many days later (or earlier). */
export function plusDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: LocalDate): number {
  return new Date(Date.parse(`${date}T00:00:00.000Z`)).getUTCDay();
}

/** The date when the text is a real ISO calendar date of the years 1900 to 2099, else null: 2023-02-29 is none. */
export function localDate(text: string): LocalDate | null {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : (text as LocalDate);
}
