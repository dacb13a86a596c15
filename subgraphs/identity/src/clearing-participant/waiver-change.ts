import { type HouseRule, houseChange, type HouseWish } from '../changes/house-change.ts';
import { hongKongDate, localDate, type LocalDate, plusDays } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { type ParticipantCode, participantCode } from '../user-id/participant-code.ts';

/** A participant that may do with one administrator until the end of a day; null ends it. */
interface WaiverWish {
  readonly participant: ParticipantCode;
  readonly until: LocalDate | null;
}

/** A waiver is looked at again at least once a year. */
const LONGEST_DAYS = 366;

function read(fields: Readonly<Record<string, unknown>>): Judged<WaiverWish> {
  const { participant: typed, until: last = null } = fields;
  const participant = typeof typed === 'string' ? participantCode(typed) : null;
  if (participant === null)
    return refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', { field: 'participant' });
  const until = typeof last === 'string' ? localDate(last) : null;
  if (last !== null && until === null)
    return refused('INVALID_DATE', 'Give a calendar date such as 2026-12-31, or none to end the waiver.', {
      field: 'until',
    });
  return accepted({ participant, until });
}

async function judge({ records, wish, state, now }: HouseWish<WaiverWish, LocalDate | null>) {
  if ((await records.participant(wish.participant)) === null)
    return refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', { field: 'participant' });
  const today = hongKongDate(now);
  if (wish.until !== null && (wish.until < today || wish.until > plusDays(today, LONGEST_DAYS)))
    return refused('INVALID_DATE', `A waiver ends today or within ${LONGEST_DAYS} days.`, { field: 'until' });
  if (wish.until === state.stored) return refused('NO_CHANGE', 'The waiver is like this already.', { field: 'until' });
  const warnings =
    wish.until === null
      ? ['Requests that one person made and would check can then no longer be approved.']
      : ['One administrator may then be maker and checker; each use is reported.'];
  return accepted({ before: { until: state.stored }, after: { until: wish.until }, warnings });
}

const rule: HouseRule<WaiverWish, LocalDate | null> = {
  kind: 'SOLE_DA_WAIVER',
  action: 'WAIVE_SECOND_PERSON',
  successMessage: 'The waiver is changed successfully',
  fields: ['participant', 'until'],
  read,
  key: ({ participant }) => `waiver:${participant}`,
  subject: ({ participant }) => `Sole administrator of ${participant}`,
  async stored(records, { participant }) {
    const { stored, version } = await records.house.waiver(participant);
    return { stored, version };
  },
  judge,
  write: ({ records, wish, state, reason, now }) =>
    records.house.writeWaiver(wish.participant, { until: wish.until, reason, version: state.version, at: now }),
};

/** Let a participant do with one administrator for a time, or end that (W2, S1 Q24). */
export const waiverChange = houseChange(rule);
