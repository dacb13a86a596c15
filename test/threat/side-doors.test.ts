import { beforeAll, describe, expect, it } from '@jest/globals';
import { aims, type Things } from '../support/aims.ts';
import type { ApiClient } from '../support/api-client.ts';
import { apiFields } from '../support/api-fields.ts';
import { bulkFile, submitBulk } from '../support/bulk.ts';
import { only, submitChange } from '../support/changes.ts';
import { dumpedTables } from '../support/dumped-tables.ts';
import { actors, type Everybody, everybody } from '../support/everybody.ts';
import { useStack } from '../support/every-shape.ts';
import type { Phase } from '../support/phase.ts';
import { enquire } from '../support/profiles.ts';
import { serviceAccount } from '../support/service-account.ts';

/** Mutations that change what Identity or Authentication keeps, without a second person, and why that is right. */
const ALONE: Readonly<Record<string, string>> = {
  approveChange: 'is the approval',
  authoriseChange: 'is the approval',
  emergencyDisable: 'one administrator alone, towards the safe side (2.2)',
  issueServiceAccountToken: 'spends an approval that armed it, once',
  revealInitialPin: 'spends an approval, once',
  logOut: 'one’s own session',
  endSession: 'one’s own session, or an administrator towards the safe side (SE3)',
  beginStepUp: 'one’s own session',
  changeOtpChannel: 'one’s own factor, after one’s own proofs',
  replaceDevice: 'one’s own factor, after one’s own proofs',
  changePassword: 'one’s own factor, after one’s own proofs',
  renewRecoveryCodes: 'one’s own factor, after one’s own proofs',
  beginLogin: 'the way in: one’s own credentials',
  beginPasswordReset: 'the way in: one’s own credentials',
  answerWithPassword: 'the way in: one’s own credentials',
  answerWithTotp: 'the way in: one’s own credentials',
  answerWithEmailOtp: 'the way in: one’s own credentials',
  answerWithRecoveryCode: 'the way in: one’s own credentials',
  requestEmailOtp: 'the way in: one’s own credentials',
  answerWithHotp: 'the way in: one’s own credentials',
  answerWithPasskey: 'the way in: one’s own credentials',
  answerWithSmartcard: 'the way in: one’s own credentials',
  redeemInitialPin: 'spends an approval, once',
  requestPasskeyChallenge: 'the way in: one’s own credentials',
  requestSmartcardChallenge: 'the way in: one’s own credentials',
  setPassword: 'the way in: one’s own credentials',
  registerDevice: 'the way in: one’s own credentials',
  skipDeviceRegistration: 'the way in: one’s own credentials',
  acceptEmailOtpRisk: 'the way in: one’s own credentials',
};
/** What is no data of a profile, an account or the house: records, tickets, forms under way, mails. */
const BESIDE = /audit_|outbox|sqlite_|migrations|handled_event|notice|export_ticket|eservice_|spent|^session$/;
const mutations = apiFields.filter(({ root, name }) => root === 'mutation' && ALONE[name] === undefined);

it('whatever is on the list exists, and has a second look: it is one’s own, towards the safe side, or spends an approval', () => {
  const names = new Set(apiFields.map(({ name }) => name));
  expect(Object.keys(ALONE).filter((name) => !names.has(name))).toEqual([]);
  expect(mutations.length).toBeGreaterThan(25);
});

describe('M5: no mutation of anybody changes a profile, an account or the house without an approval', () => {
  const stack = useStack({ shape: 'embedded' });
  let all: Everybody;
  let things: readonly Things[];
  const callers = new Map<string, () => ApiClient>();

  /** Everything that approvals protect, as it is stored. */
  const protectedRows = async () => {
    const dumped = await dumpedTables(stack(), BESIDE);
    return new Map([...dumped].filter(([table]) => !table.startsWith('approvals.')));
  };

  beforeAll(async () => {
    all = await everybody(stack());
    await all.moveTo('PARALLEL');
    const connect = await serviceAccount(stack(), { name: 'CLIENT-CONNECT', scopes: 'ESERVICES REPORTS AUDIT' });
    for (const actor of actors) callers.set(actor, () => all.as(actor));
    callers.set('a service account', () => connect);
    callers.set('nobody', () => stack().client());
    const maker = all.as('maker');
    const aimedAt = async (userId: string, administratorId: string): Promise<Things> => {
      const [changed, disabled] = [all.cast.user(), all.cast.user()];
      const version = (await enquire(maker, changed.userId))?.version ?? -1;
      const set = { email: `of.${changed.userId}@b.example` };
      const request = await submitChange(maker, { userId: changed.userId, version, set });
      const bulk = await submitBulk(maker, bulkFile([`DISABLE,${disabled.userId},,,,,,,,Left`]));
      const filed = await connect.send(
        `mutation($d: JSON!) { fileEServiceForm(input: { participant: "ABC", form: DA3, requestType: UNLOCK_DA,
          filedBy: "Chan Tai Man", details: $d }) { ... on EServiceForm { reference } } }`,
        { d: { userId: administratorId } },
      );
      const { reference } = only<{ reference: string }>(filed);
      return {
        ...{ participant: 'ABC', userId, administratorId, surname: 'CHAN', email: 'next@mail.example', reference },
        ...{ version: (await enquire(maker, userId))?.version ?? -1, requestId: request.id, digest: request.digest },
        ...{ bulkRequestId: bulk.id, bulkDigest: bulk.digest, accountName: 'CLIENT-CONNECT', sessionId: 'x' },
      };
    };
    things = [
      await aimedAt(all.cast.user().userId, 'HKABC1X2'),
      await aimedAt('HKABC1X2', 'HKABC2X2'),
      await aimedAt(all.who.maker.userId, all.who.checker.userId),
    ];
  }, 90_000);

  const form = (input: unknown) => ({ ...(input as object), formReference: 'DA3-2026-000123' });
  const glass = (input: unknown) => ({ ...form(input), breakGlassReason: 'Nobody of the participant is there' });
  /** Each wish as it is, on a form, and breaking the glass. */
  const wishes = (variables: Readonly<Record<string, unknown>>, fields: readonly string[]) =>
    fields.includes('input.formReference')
      ? [variables, { input: form(variables['input']) }, { input: glass(variables['input']) }]
      : [variables];

  describe.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])('%s', (phase) => {
    beforeAll(() => all.moveTo(phase), 60_000);

    it.each(mutations.map((field) => [field.name, field] as const))('%s', async (name, { document, args }) => {
      const before = await protectedRows();
      const told: string[] = [];
      for (const [caller, client] of callers) {
        for (const at of things) {
          for (const aimed of aims[name]?.(at) ?? [{}]) {
            for (const variables of wishes(aimed, args)) {
              const answer = await client().send(document, { ...variables });
              if (/"state":"(EXECUTED|AUTHORISED)"/.test(answer.text))
                told.push(`${caller}: ${answer.text.slice(0, 200)}`);
            }
          }
        }
      }
      expect(told).toEqual([]);
      expect(await protectedRows()).toEqual(before);
    });
  });
});
