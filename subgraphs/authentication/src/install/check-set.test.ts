import { describe, expect, it } from '@jest/globals';
import type { AuthenticatorPlugin, Manifest } from '@countersign/authenticator-kit';
import { houseAuthenticators } from '../testing/house-authenticators.ts';
import { openHouse, person, givePassword } from '../testing/house.ts';
import { stubAuthenticator } from '../testing/stub-authenticator.ts';
import { checkPhases, checkSet } from './check-set.ts';

const changed = (id: string, change: Partial<Manifest>): AuthenticatorPlugin[] =>
  houseAuthenticators().map((plugin) =>
    plugin.manifest.id === id ? { ...plugin, manifest: { ...plugin.manifest, ...change } } : plugin,
  );

describe('the set of authenticators', () => {
  it('of the house can stand together', () => {
    expect(checkSet(houseAuthenticators())).toEqual([]);
  });
  it('is refused with another contract, a shared id or a shared field', () => {
    expect(checkSet(changed('totp', { contract: '^2.0.0' })).join()).toContain('contract ^2.0.0');
    expect(checkSet([...houseAuthenticators(), ...houseAuthenticators().slice(1, 2)]).join()).toContain(
      'share the id totp',
    );
    const [password] = houseAuthenticators();
    expect(checkSet(changed('totp', { graphql: (password as AuthenticatorPlugin).manifest.graphql })).join()).toContain(
      'share the field answerWithPassword',
    );
  });
  it('is refused when a login would prove fewer than two factors', () => {
    expect(checkSet(changed('totp', { factors: ['KNOWLEDGE'] })).join()).toContain(
      '[password, totp] in PARALLEL proves fewer than two factors',
    );
  });
  it('is refused when the phase in force or a later one has no login route', () => {
    expect(checkPhases(houseAuthenticators(), 'PARALLEL')).toEqual([]);
    expect(checkPhases(houseAuthenticators(), 'PRE_PARALLEL').join()).toContain(
      'phase PRE_PARALLEL has no login route',
    );
    expect(checkPhases(changed('password', { phases: ['PARALLEL'] }), 'PARALLEL').join()).toContain(
      'phase END has no login route',
    );
  });
  it('is refused when one of others adds no second kind of factor, or escapes the budget', () => {
    const with_ = (manifest: Partial<Manifest>) =>
      checkSet([...houseAuthenticators(), stubAuthenticator('paper', { manifest })]).join();
    expect(with_({})).toBe('');
    expect(with_({ factors: ['KNOWLEDGE'] })).toContain('[password, paper] in END proves fewer than two factors');
    expect(with_({ budget: 'PASSWORD' })).toContain('may not have the budget of the password');
  });
  it.each([
    ['a field of the house', 'extend type Mutation { logOut(flowId: ID!): FlowStep! @tag(name: "proof") }', 'logOut'],
    [
      'a type of the house',
      `extend type Mutation { answerWithPaper(flowId: ID!, code: String!): FlowStep! @tag(name: "proof") }
      type Session implements Challenge { issuedAt: Instant! expiresAt: Instant! }`,
      'answerWithPaper',
    ],
  ])('is refused when it takes %s', async (_name, sdl, answerField) => {
    const taking = stubAuthenticator('paper', { manifest: { graphql: { sdl, answerField } } });
    await expect(openHouse({ plugins: [...houseAuthenticators(), taking] })).rejects.toThrow();
  });
  it('gives a plugin the ports that it declares and no other', async () => {
    const seen: string[][] = [];
    const watched = houseAuthenticators().map((plugin): AuthenticatorPlugin => ({
      manifest: plugin.manifest,
      create(ports) {
        seen.push(Object.keys(ports).sort());
        return plugin.create(ports);
      },
    }));
    const house = await openHouse({ plugins: watched });
    expect(seen).toEqual(watched.map((plugin) => [...plugin.manifest.needs].sort()));
    await house.close();
  });
  it('is started and retired as the phase changes, after its flows have drained', async () => {
    const log: string[] = [];
    const watched = houseAuthenticators().map((plugin): AuthenticatorPlugin => ({
      manifest: plugin.manifest,
      create: (ports) => {
        const running = plugin.create(ports);
        return {
          ...running,
          start: async () => {
            log.push(`start ${plugin.manifest.id}`);
            await running.start?.();
          },
          stop: async () => {
            log.push(`stop ${plugin.manifest.id}`);
            await running.stop?.();
          },
        };
      },
    }));
    const house = await openHouse({ plugins: watched });
    house.identity.add(person());
    await givePassword(house, 'HKABC101', 'a correct horse at the battery');
    const ids = watched.map(({ manifest }) => manifest.id);
    expect(log).toEqual(ids.map((id) => `start ${id}`));
    house.identity.state.phase = 'PRE_PARALLEL';
    await house.begin('HKABC101');
    expect(log).toHaveLength(ids.length);
    house.clock.advance(5 * 60_000 + 1);
    await house.begin('HKABC101');
    expect(log.slice(ids.length)).toEqual(ids.map((id) => `stop ${id}`));
    house.identity.state.phase = 'END';
    expect((await house.begin('HKABC101')).__typename).toBe('ProofsOffered');
    expect(log.slice(2 * ids.length)).toEqual(ids.map((id) => `start ${id}`));
    await house.close();
  });
});
