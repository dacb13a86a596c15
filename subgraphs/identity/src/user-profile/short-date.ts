import { type LocalDate, localDate } from '../function-hours/hong-kong-date.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Years from 80 on are of the last century (domain 3.3). */
const PIVOT = 80;

/** Reads the listing's `DD-MMM-YY` (01-Jan-03, any case), the same with four digits of year, or an ISO date; null when it is no real date. */
export function parseShortDate(text: string): LocalDate | null {
  const trimmed = text.trim();
  const parts = /^(\d{1,2})-([A-Za-z]{3})-(\d{2}|\d{4})$/.exec(trimmed);
  if (parts === null) return localDate(trimmed);
  const [, day = '', month = '', year = ''] = parts;
  const monthNumber = MONTHS.indexOf(month.toUpperCase()) + 1;
  if (monthNumber === 0) return null;
  const century = Number(year) >= PIVOT ? '19' : '20';
  const fullYear = year.length === 4 ? year : `${century}${year}`;
  return localDate(`${fullYear}-${String(monthNumber).padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** Writes a date as the former screens did: 2003-01-01 is 01-Jan-03. */
export function formatShortDate(date: LocalDate): string {
  const month = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  return `${date.slice(8)}-${month.charAt(0)}${month.slice(1).toLowerCase()}-${date.slice(2, 4)}`;
}
