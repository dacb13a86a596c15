const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Hong_Kong',
  day: '2-digit',
  month: 'short',
  year: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as the screens print it, always by Hong Kong time: 03-Apr-23 09:30 HKT (domain 3.3, section 8). */
export function hongKongTime(at: Date): string {
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['day']}-${part['month']?.slice(0, 3)}-${part['year']} ${part['hour']}:${part['minute']} HKT`;
}
