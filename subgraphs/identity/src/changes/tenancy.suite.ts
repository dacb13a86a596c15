import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { asUsual, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const AGENT = ['HKXYZ1X1', 'HKXYZ2X1'] as const;

/** What a participant's administrators would say of one user of another participant, kind by kind. */
const inputs: Readonly<Record<string, (userId: string) => Record<string, unknown>>> = {
  PROFILE_CHANGE: (userId) => ({ userId, version: 1, set: { email: 'new@xyz.com' } }),
  USER_DELETION: (userId) => ({ userId, version: 1, reason: 'x' }),
  STATUS_CHANGE: (userId) => ({ userId, version: 1, status: 'DISABLED' }),
  GROUP_ASSIGNMENT: (userId) => ({ userId, version: 1, groups: ['COVERED_CALL'] }),
  UNLOCK: (userId) => ({ userId }),
  SECOND_FACTOR_RESET: (userId) => ({ userId }),
  SMARTCARD_PIN_RESET: (userId) => ({ userId }),
};
const EMERGENCY =
  'mutation($u: ID!) { emergencyDisable(userId: $u, reason: "x") { ... on ChangeRefused { code message field } } }';

/** Another participant's profiles look non-existent on every road of a change (M10, domain 8, W23); on either engine. */
export function tenancySuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { fresh, live } = kindDesk(() => scene, 'PROFILE_CHANGE');
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(Object.entries(inputs))('%s', (kind, input) => {
    const { propose, proposed, apply, check, phase } = kindDesk(() => scene, kind);

    it.each(PHASES)('answers for a stranger as for nobody, in %s', async (when) => {
      await phase(when);
      const nobody = await propose(AGENT[0], input('HKABC4ZZ'));
      expect(nobody.refusal?.code).toBe('USER_NOT_FOUND');
      for (const userId of ['HKABC101', 'HKABC1X1', 'HKEXOP01', 'hkabc102', '?'])
        expect(await propose(AGENT[0], input(userId))).toEqual(nobody);
    });

    it("is stale when another participant's pair brings it to the tables", async () => {
      const userId = await fresh({ srn: 'S-9', smartcardAllowed: true });
      const proposal = await proposed(PAIR[0], input(userId));
      expect(await check(AGENT, proposal)).toBe('PROFILE_STALE');
      if (['UNLOCK', 'SECOND_FACTOR_RESET', 'SMARTCARD_PIN_RESET'].includes(kind)) return;
      expect(await apply(AGENT, proposal)).toMatchObject({ outcome: 'STALE' });
      expect(await apply([PAIR[0], AGENT[1]], proposal)).toMatchObject({ refusal: { code: 'AUTHORISATION_FAILED' } });
      expect(await live(userId)).toMatchObject({ version: 1 });
    });
  });

  it('a new ID says nothing of the IDs of others: taken, buried, free or unknown, the answer is the same', async () => {
    const { propose } = kindDesk(() => scene, 'USER_CREATION');
    const input = (userId: string) => ({ userId, surname: 'X', email: 'x@xyz.com', groups: [] });
    const free = await propose(AGENT[0], input('HKABC4ZY'));
    expect(free.refusal?.code).toBe('USER_ID_FORMAT');
    for (const userId of ['HKABC101', 'HKABC1X1', 'HKEXOP01', 'HKQQQ101', 'B0123401'])
      expect(await propose(AGENT[0], input(userId))).toEqual(free);
  });

  it('an emergency disable answers for a stranger as for nobody', async () => {
    const answer = async (userId: string) =>
      (await scene.as(AGENT[0], EMERGENCY, { u: userId })).data['emergencyDisable'];
    const nobody = await answer('HKABC4ZX');
    expect(nobody).toMatchObject({ code: 'USER_NOT_FOUND' });
    for (const userId of ['HKABC101', 'HKABC2X1', 'HKEXOP01']) expect(await answer(userId)).toEqual(nobody);
    expect(await live('HKABC101')).toMatchObject({ status: 'ENABLED' });
  });

  it("a settlement agent's user is the principal's; the agent's own administrators have no right to it (W23)", async () => {
    const agents = {
      settlementAgentName: 'XYZ Options Limited',
      email: 'ops@xyz.com',
      srn: 'S-8',
      smartcardAllowed: true,
    };
    for (const [kind, input] of Object.entries(inputs)) {
      const userId = await fresh(agents);
      const { refusal, proposed } = kindDesk(() => scene, kind);
      expect(await refusal(AGENT[0], input(userId))).toBe('USER_NOT_FOUND');
      expect((await proposed(PAIR[0], input(userId))).warnings.join(' ')).not.toContain('mail domains');
    }
  });
}
