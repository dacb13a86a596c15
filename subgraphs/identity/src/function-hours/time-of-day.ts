/** The minute of a Hong Kong day that `HH:MM` names, 24:00 being its end; null when it names none. */
export function minuteOfDay(text: string): number | null {
  const parts = /^(\d{2}):([0-5]\d)$/.exec(text);
  const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return minute >= 0 && minute <= 1440 ? minute : null;
}

/** A minute of the day as `HH:MM`. */
export function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
