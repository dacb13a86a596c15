/** What a search for one person's events begins with; the tables make it by this name. */
export const EVENTS_INDEX = 'audit_entry_by_person';
