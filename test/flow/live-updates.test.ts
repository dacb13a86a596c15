import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { cancel, submitChange } from '../support/changes.ts';
import { type OpenEvents, openEvents } from '../support/event-stream.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { enquire } from '../support/profiles.ts';

const WATCH = 'subscription { changeRequestUpdated { id state maker target { userId email } } }';

interface Update {
  readonly id: string;
  readonly state: string;
  readonly maker: string;
  readonly target: { readonly userId: string };
}

function updatesOf({ came }: OpenEvents): readonly Update[] {
  return came
    .filter(({ event }) => event === 'next')
    .map(({ data }) => (JSON.parse(data) as { data: { changeRequestUpdated: Update } }).data.changeRequestUpdated);
}

onEveryShape('live updates of change requests', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  const streams: OpenEvents[] = [];
  beforeAll(async () => {
    cast = await openCast(stack());
  }, 60_000);
  beforeEach(async () => {
    maker = await present(stack(), cast.maker, 'DMS');
    checker = await present(stack(), cast.checker, 'DMS');
  }, 60_000);
  afterEach(() => {
    for (const each of streams.splice(0)) each.hangUp();
  });

  const watch = async (who: ApiClient): Promise<OpenEvents> => {
    const events = await openEvents(who.url, { query: WATCH }, { authorization: `Bearer ${who.token}` });
    expect(events.answer.statusCode).toBe(200);
    streams.push(events);
    return events;
  };
  const submit = async () => {
    const target = cast.user();
    const version = (await enquire(maker, target.userId))?.version ?? -1;
    const set = { email: `new.${target.userId.toLowerCase()}@firm.example` };
    return submitChange(maker, { userId: target.userId, version, set });
  };

  it('a checker sees a request come and go without asking; another participant sees nothing of it', async () => {
    const seen = await watch(checker);
    const foreign = await watch(await present(stack(), cast.foreignChecker, 'DMS'));
    const house = await watch(await present(stack(), cast.operator, 'CONSOLE'));
    const request = await submit();
    const statesOf = (events: OpenEvents) =>
      updatesOf(events)
        .filter(({ id }) => id === request.id)
        .map(({ state }) => state);
    await seen.until('the request came', () => statesOf(seen).includes('SUBMITTED'));
    await cancel(maker, request.id);
    await seen.until('its end came', () => statesOf(seen).includes('CANCELLED'));
    await house.until('the house saw it too', () => statesOf(house).includes('CANCELLED'));
    expect(updatesOf(seen).at(-1)).toMatchObject({
      maker: cast.maker.userId,
      target: { userId: request.target.userId },
    });
    expect(updatesOf(foreign)).toEqual([]);
  }, 60_000);

  it('the stream of a session that logged out is completed, and tells nothing more (S3)', async () => {
    const seen = await watch(checker);
    await checker.send('mutation { logOut }');
    const request = await submit();
    expect(await seen.ended).toEqual({ whole: true });
    expect(updatesOf(seen)).toEqual([]);
    await cancel(maker, request.id);
  }, 60_000);
});
