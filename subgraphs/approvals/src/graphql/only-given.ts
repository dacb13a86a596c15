/** Absent fields leave no trace in what the owner is asked, so that "unchanged" and "cleared" stay two things. */
export function onlyGiven<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
