import type { NoticeText } from './notice-text.ts';
import { type Scribe, addressOf } from './letter.ts';
import { pairTexts } from './pair-texts.ts';
import { texts } from './texts.ts';

/** A notice to the person whom the event is about. */
const toPerson =
  (write: (userId: string, at: Date, more: string) => NoticeText, more = ''): Scribe =>
  async (parts, told) => [
    {
      to: await addressOf(parts, told.text('profileUuid')),
      text: write(told.text('userId'), told.at, more === '' ? '' : told.text(more)),
    },
  ];

/** Who is told when Identity changed a profile (N1). */
export const identityLetters: Readonly<Record<string, Scribe>> = {
  'identity.email-changed': (_parts, told) => {
    const text = texts.emailChanged(told.text('userId'), told.at);
    return ['oldEmail', 'newEmail'].map((which) => ({ to: told.optional(which), text }));
  },
  async 'identity.profile-created'(parts, told) {
    const person = await parts.people.byUuid(told.text('profileUuid'));
    if (person === null) return [];
    const beginning = person.phase === 'PRE_PARALLEL' ? 'SMARTCARD' : 'TWO_FACTOR';
    return [{ to: person.email, text: texts.profileCreated(person.userId, told.at, beginning) }];
  },
  'identity.status-changed': toPerson(texts.statusChanged, 'status'),
  'identity.groups-changed': toPerson(texts.groupsChanged),
  // The profile is gone from the look-up, so the event brings the address.
  'identity.profile-deleted': (_parts, told) => [
    { to: told.optional('email'), text: texts.profileDeleted(told.text('userId'), told.at) },
  ],
  async 'identity.emergency-disabled'(parts, told) {
    const userId = told.text('userId');
    const checkers = await parts.people.checkersOf(told.optional('participant'));
    // The person hears of it by the change of status that goes with it.
    return checkers.map((each) => ({
      to: each.email,
      text: pairTexts.disabledInEmergency(each.userId, userId, told.at),
    }));
  },
  async 'identity.break-glass'(parts, told) {
    const participant = told.optional('participant');
    if (participant === null) return [];
    const subject = told.optional('subject') ?? told.optional('userId') ?? 'a user profile';
    const administrators = await parts.people.administratorsOf(participant);
    return administrators.map(({ email, userId }) => ({
      to: email,
      text: pairTexts.brokenGlass(userId, subject, told.at),
    }));
  },
};
