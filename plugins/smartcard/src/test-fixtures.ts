import type { AuthenticatorFixtures, Bench } from '@countersign/authenticator-kit/conformance';
import type { SmartcardAnswer } from './parse-answer.ts';
import { answerOf, cardOf, challengedBy, type TestCard } from './test-cards.ts';

/** Cards issued on a bench, by user ID, and the statements shown for each flow. */
const cards = new WeakMap<Bench<SmartcardAnswer>, Map<string, TestCard>>();

/** How the conformance suite comes to cards and signs with them. */
export const smartcardFixtures: AuthenticatorFixtures<SmartcardAnswer> = {
  async enrol(bench, subject) {
    const card = cardOf(subject);
    cards.set(bench, new Map(cards.get(bench)).set(subject.userId, card));
    bench.secrets.add(Buffer.from(card.key.export({ type: 'pkcs8', format: 'der' })).toString('base64'));
  },
  async rightAnswer(bench, flow, subject) {
    const card = cards.get(bench)?.get(subject.userId);
    if (card === undefined) throw new Error('no card');
    // A challenge asked for anew replaces the one that the suite asked for, as the page's own would.
    return answerOf(card, await challengedBy(bench, flow, subject));
  },
  async wrongAnswer(bench, _flow, subject) {
    return answerOf(cards.get(bench)?.get(subject.userId) ?? cardOf(subject), 'something else');
  },
};
