import { type Scribe, addressOf } from './letter.ts';
import { pairTexts } from './pair-texts.ts';
import { texts } from './texts.ts';

/** Who is told when Approvals decided something, or waits for somebody (N1, AC1, domain 8). */
export const approvalsLetters: Readonly<Record<string, Scribe>> = {
  'approvals.code-used': async (parts, told) => {
    const use = { makerUserId: told.text('makerUserId'), targetUserId: told.text('targetUserId') };
    return [
      {
        to: await addressOf(parts, told.text('checkerUuid')),
        text: texts.codeUsed(told.text('checkerUserId'), told.at, use),
      },
    ];
  },
  'approvals.code-revoked': async (parts, told) => [
    {
      to: await addressOf(parts, told.text('checkerUuid')),
      text: texts.codeRevoked(told.text('checkerUserId'), told.at),
    },
  ],
  'approvals.request-ended': async (parts, told) => {
    const ended = {
      makerUserId: told.text('makerUserId'),
      subject: told.text('subject'),
      kind: told.text('kind'),
      state: told.text('state'),
      message: told.text('message'),
    };
    return [{ to: await addressOf(parts, told.text('makerUuid')), text: pairTexts.requestEnded(ended, told.at) }];
  },
  'approvals.requests-waiting': async (parts, told) => {
    const count = told.count('count');
    if (count < 1) return [];
    const checkers = await parts.people.checkersOf(told.optional('participant'));
    return checkers.map(({ email, userId }) => ({
      to: email,
      text: pairTexts.requestsWaiting(userId, count, told.at),
    }));
  },
};
