import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { setPhase } from '../index.ts';
import { writePolicy } from '../rows/policy-row.ts';
import { eserviceScene } from './eservice-scene.suite.ts';

const unlock = { requestType: 'UNLOCK_DA', details: { userId: 'hkabc1x1', reason: 'Lost his phone' } };
const refusedWith = (code: string, field?: string) =>
  expect.objectContaining({ __typename: 'ChangeRefused', code, ...(field === undefined ? {} : { field }) });

/** What the eServices must do on every engine. */
export function eserviceSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  let at: Awaited<ReturnType<typeof eserviceScene>>;
  beforeAll(async () => {
    scene = await open();
    at = await eserviceScene(scene);
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.clock.set(MONDAY);
    await scene.write((tx) => setPhase(tx, 'PARALLEL', MONDAY));
  });

  describe('filing', () => {
    it('gives a reference of ours, numbered by form and year, and no due time before the participant approved', async () => {
      const one = await at.file(unlock);
      const other = await at.file(unlock);
      expect(one).toMatchObject({
        state: 'SUBMITTED',
        participant: 'ABC',
        dueBy: null,
        details: { userId: 'HKABC1X1' },
      });
      expect(one.reference).toMatch(/^DA3-2026-\d{6}$/);
      expect(Number(other.reference.slice(-6))).toBe(Number(one.reference.slice(-6)) + 1);
      const pin = await at.file({ form: 'SCARD1', requestType: 'RESET_DA_PIN', details: { userId: 'HKABC1X1' } });
      expect(pin.reference).toMatch(/^SCARD1-2026-\d{6}$/);
    });

    it('makes one form of one client reference, however often it is sent', async () => {
      const forms = await Promise.all(
        Array.from({ length: 4 }, () => at.file({ ...unlock, clientReference: 'CC-2026/77' })),
      );
      expect(new Set(forms.map(({ reference }) => reference)).size).toBe(1);
      const other = { ...unlock, details: { userId: 'HKABC2X1' }, clientReference: 'CC-2026/77' };
      expect(await at.file(other)).toMatchObject({ code: 'CLIENT_REFERENCE_TAKEN' });
      const another = { requestType: 'DELETE_DA', details: unlock.details, clientReference: 'CC-2026/77' };
      expect(await at.file(another)).toMatchObject({ code: 'CLIENT_REFERENCE_TAKEN' });
    });

    it.each([
      [{ participant: 'NONE' }, 'PARTICIPANT_UNKNOWN'],
      [{ filedBy: ' ' }, 'INVALID_NAME'],
      [{ form: 'SCARD1' }, 'INVALID_INPUT'],
      [{ details: {} }, 'INVALID_INPUT'],
      [{ details: { userId: 'HKABC1X1', status: 'DISABLED' } }, 'INVALID_INPUT'],
      [{ details: { userId: 'HKABC1X1', reason: 'line\nbreak' } }, 'INVALID_INPUT'],
      [{ details: [] }, 'INVALID_INPUT'],
      [{ details: { userId: 'HKXYZ1X1' } }, 'USER_NOT_FOUND'],
      [{ details: { userId: 'HKABC101' } }, 'USER_NOT_FOUND'],
      [{ details: { userId: 'HKABC9Z9' } }, 'USER_NOT_FOUND'],
      [{ requestType: 'CHANGE_DA', details: { userId: 'HKABC1X1' } }, 'NO_CHANGE'],
      [{ requestType: 'CHANGE_DA', details: { userId: 'HKABC1X1', email: 'not an address' } }, 'INVALID_EMAIL'],
      [{ clientReference: 'a b' }, 'INVALID_INPUT'],
      [{ reference: 'DA3-2026-999999' }, 'ESERVICE_UNKNOWN'],
    ])('refuses %j and keeps nothing', async (input, code) => {
      expect(await at.file({ ...unlock, ...input })).toEqual(refusedWith(code));
    });

    it('keeps a draft, replaces it, and submits it under the same reference', async () => {
      const draft = await at.file({ ...unlock, draft: true });
      expect(draft).toMatchObject({ state: 'DRAFT', submittedAt: null });
      expect(await at.approve(draft.reference)).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
      const details = { userId: 'HKABC2X1' };
      await at.file({ ...unlock, details, draft: true, reference: draft.reference });
      const submitted = await at.file({ ...unlock, details, reference: draft.reference });
      expect(submitted).toMatchObject({ reference: draft.reference, state: 'SUBMITTED', details });
      const again = await at.file({ ...unlock, reference: draft.reference });
      expect(again).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
    });
  });

  describe('when a form is taken (W19, A2)', () => {
    const types: Readonly<Record<string, Record<string, unknown>>> = {
      NEW_DA: { userId: 'HKABC3Z3', surname: 'NG', groups: ['DA_MAKER', 'EE'], email: 'ng@abc.com.hk' },
      CHANGE_DA: { userId: 'HKABC1X1', email: 'new@abc.com.hk' },
      DELETE_DA: { userId: 'HKABC1X1' },
      UNLOCK_DA: { userId: 'HKABC1X1' },
      RESET_SECOND_FACTOR_DA: { userId: 'HKABC1X1' },
      ADD_BUSINESS_GROUPS_TO_DA: { userId: 'HKABC1X1', groups: ['COLLATERAL_ENQUIRY'] },
      ADD_DA_GROUPS_TO_USER: { userId: 'HKABC102', groups: ['DA_MAKER', 'EE'] },
      RESET_DA_PIN: { userId: 'HKABC1X1' },
      CARD_PURCHASE: { quantity: 2 },
      READER_PURCHASE: { quantity: 1, deliverTo: '8/F, Two Exchange Square' },
    };
    const da3 = 'SUBMITTED';
    it.each([
      ['PRE_PARALLEL', { ADD_BUSINESS_GROUPS_TO_DA: 'PHASE_FORBIDS', ADD_DA_GROUPS_TO_USER: 'PHASE_FORBIDS' }],
      [
        'PARALLEL',
        {
          ADD_BUSINESS_GROUPS_TO_DA: 'PHASE_FORBIDS',
          ADD_DA_GROUPS_TO_USER: 'PHASE_FORBIDS',
          CARD_PURCHASE: 'SCARD1_ONLY_PIN_RESET',
          READER_PURCHASE: 'SCARD1_ONLY_PIN_RESET',
        },
      ],
      [
        'END',
        { RESET_DA_PIN: 'ESERVICE_OBSOLETE', CARD_PURCHASE: 'ESERVICE_OBSOLETE', READER_PURCHASE: 'ESERVICE_OBSOLETE' },
      ],
    ] as const)('in %s each request type is taken or refused as the phase says', async (phase, refusals) => {
      await scene.write((tx) => setPhase(tx, phase, MONDAY));
      for (const [requestType, details] of Object.entries(types)) {
        const form = 'quantity' in details || requestType === 'RESET_DA_PIN' ? 'SCARD1' : 'DA3';
        const answer = await at.file({ form, requestType, details });
        const expected = (refusals as Readonly<Record<string, string>>)[requestType] ?? da3;
        expect([requestType, answer.code ?? answer.state]).toEqual([requestType, expected]);
      }
    });

    it('DA 3 opens on a date of its own, whatever the phase', async () => {
      const policy = { key: 'da3OpensOn', participant: null } as const;
      await scene.write((tx, now) =>
        writePolicy(tx, { ...policy, value: '2026-11-24' as never }, { version: 0, at: now }),
      );
      expect(await at.file(unlock)).toEqual(refusedWith('ESERVICE_NOT_OPEN', 'form'));
      scene.clock.set(new Date('2026-11-24T00:00:00+08:00'));
      expect(await at.file(unlock)).toMatchObject({ state: 'SUBMITTED' });
      await scene.write((tx, now) =>
        writePolicy(tx, { ...policy, value: '2023-03-20' as never }, { version: 1, at: now }),
      );
    });

    it('what was filed in time is refused once its time is over', async () => {
      const pin = { form: 'SCARD1', requestType: 'RESET_DA_PIN', details: { userId: 'HKABC1X1' } };
      const [waiting, approved] = [(await at.file(pin)).reference, await at.approved(pin)];
      await scene.write((tx) => setPhase(tx, 'END', MONDAY));
      expect(await at.approve(waiting)).toEqual(refusedWith('ESERVICE_OBSOLETE'));
      expect((await at.meant(approved)).refusal).toMatchObject({ code: 'ESERVICE_OBSOLETE' });
    });
  });

  describe("the participant's second person", () => {
    it('approves, and the form is due at the close of the next business day', async () => {
      // Thursday 24 December 2026: Friday is Christmas, Saturday Boxing Day, so Monday.
      scene.clock.set(new Date('2026-12-24T20:00:00+08:00'));
      const approved = await at.approve((await at.file(unlock)).reference);
      expect(approved).toMatchObject({ state: 'APPROVED_BY_CP', approvedBy: 'LEE Ka Yan', overdue: false });
      expect(approved.dueBy).toBe(new Date('2026-12-28T19:00:00+08:00').toISOString());
    });

    it.each(['CHAN Tai Man', ' chan  tai man ', 'CHAN TAI MAN', 'ＣＨＡＮ Tai Man.'])(
      'is another one than %j who filed it',
      async (approvedBy) => {
        expect(await at.approve((await at.file(unlock)).reference, approvedBy)).toEqual(
          refusedWith('MAKER_IS_CHECKER'),
        );
      },
    );

    it('approves once', async () => {
      const { reference } = await at.file(unlock);
      const answers = await Promise.all(Array.from({ length: 6 }, () => at.approve(reference)));
      expect(answers.filter(({ state }) => state === 'APPROVED_BY_CP')).toHaveLength(1);
      expect(answers.filter(({ code }) => code === 'ESERVICE_STATE_FORBIDS')).toHaveLength(5);
    });
  });

  describe('as a change request (W20)', () => {
    it.each([
      ['PARALLEL', 'NEW_DA', { userId: 'HKABC4Z4', surname: 'NG', groups: ['DA_MAKER', 'EE'], email: 'ng@abc.com.hk' }],
      ['PARALLEL', 'CHANGE_DA', { userId: 'HKABC1X1', email: 'renewed@abc.com.hk', disableAfter: '2027-01-31' }],
      ['PARALLEL', 'DELETE_DA', { userId: 'HKABC1X2', reason: 'Left' }],
      ['PARALLEL', 'UNLOCK_DA', { userId: 'HKABC1X1' }],
      ['PARALLEL', 'RESET_SECOND_FACTOR_DA', { userId: 'HKABC1X1', reason: 'Lost phone' }],
      ['END', 'ADD_BUSINESS_GROUPS_TO_DA', { userId: 'HKABC1X1', groups: ['COLLATERAL_ENQUIRY'] }],
      ['END', 'ADD_DA_GROUPS_TO_USER', { userId: 'HKABC102', groups: ['DA_MAKER', 'EE'] }],
    ] as const)('in %s, %s of %j is what its own kind accepts', async (phase, requestType, details) => {
      await scene.write((tx) => setPhase(tx, phase, MONDAY));
      const reference = await at.approved({ requestType, details });
      const { kind, input, refusal } = await at.meant(reference);
      expect(refusal).toBeNull();
      const proposed = await at.proposed(String(kind), { ...input, formReference: reference });
      expect(proposed).toMatchObject({
        refusal: null,
        proposal: { subject: details.userId, formReference: reference },
      });
    });

    it('adds groups to those that the profile has', async () => {
      await scene.write((tx) => setPhase(tx, 'END', MONDAY));
      const details = { userId: 'HKABC1X1', groups: ['COLLATERAL_ENQUIRY'] };
      const { input } = await at.meant(await at.approved({ requestType: 'ADD_BUSINESS_GROUPS_TO_DA', details }));
      expect(input?.['groups']).toEqual(expect.arrayContaining(['DA_MAKER', 'EE', 'COLLATERAL_ENQUIRY']));
    });

    it('is asked for by approvals alone, for an operator alone, and of an approved form alone', async () => {
      const filed = (await at.file(unlock)).reference;
      expect((await at.meant(filed)).refusal).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
      const reference = await at.approved(unlock);
      for (const other of ['HKEXAP01', 'HKEXRR01', 'HKABC1X1', 'NOBODY1'])
        expect((await at.meant(reference, other)).refusal).toMatchObject({ code: 'NOT_PERMITTED' });
      expect((await at.meant('DA3-2026-999999')).refusal).toMatchObject({ code: 'ESERVICE_UNKNOWN' });
      const query = 'query($r: ID!) { eServiceFormChange(reference: $r, actorUuid: "x") { kind } }';
      expect((await scene.as('HKEXOP01', query, { r: reference })).codes).toEqual(['FORBIDDEN']);
    });

    it('of a card purchase there is none: it is completed by hand, and nothing else is', async () => {
      await scene.write((tx) => setPhase(tx, 'PRE_PARALLEL', MONDAY));
      const purchase = { form: 'SCARD1', requestType: 'CARD_PURCHASE', details: { quantity: 2 } };
      const reference = await at.approved(purchase);
      expect((await at.meant(reference)).refusal).toMatchObject({ code: 'ESERVICE_BY_HAND' });
      expect(await at.complete(reference, 'HKEXRR01')).toEqual(refusedWith('NOT_PERMITTED'));
      expect(await at.complete(reference, 'HKABC1X1')).toEqual(refusedWith('NOT_PERMITTED'));
      expect(await at.complete(reference)).toMatchObject({ state: 'COMPLETED', endedBy: 'HKEXOP01' });
      expect(await at.complete(await at.approved(unlock))).toEqual(refusedWith('ESERVICE_BY_REQUEST'));
    });
  });
}
