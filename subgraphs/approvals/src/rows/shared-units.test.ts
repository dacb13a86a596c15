import { describe, expect, it } from '@jest/globals';
import { DependencyUnavailable } from '@countersign/platform';
import type { ChangeRequest } from '../change-request/change-request.ts';
import type { PlainStep, Store, UnitOfWork } from '../ports/unit-of-work.ts';
import { sharedUnits } from './shared-units.ts';

/** Units over a set of requests that still wait; every unit is remembered by the requests that it took or finished. */
function stored(waiting: readonly string[]) {
  const opened: (readonly string[])[] = [];
  const audited: unknown[] = [];
  const note = (ids: readonly string[]) => void opened.push(ids);
  const unit = {
    requests: {
      async takeUndecided(ids: readonly string[]) {
        note(ids);
        return new Map(ids.filter((id) => waiting.includes(id)).map((id) => [id, { id } as ChangeRequest]));
      },
      async finish(ids: readonly string[]) {
        note(ids);
        return ids.every((id) => waiting.includes(id));
      },
    },
    audit: async (entry: unknown) => void audited.push(entry),
    announce: async () => undefined,
  } as unknown as UnitOfWork;
  const units = {
    change: <T>(work: (inside: UnitOfWork) => Promise<T>) => work(unit),
    read: <T>(work: (inside: UnitOfWork) => Promise<T>) => work(unit),
  } satisfies Pick<Store, 'change' | 'read'>;
  return { opened, audited, ...sharedUnits(units) };
}

const step = (id: string): PlainStep => ({ id, entry: { action: id } as unknown as PlainStep['entry'], events: [] });

describe('decisions of one moment', () => {
  it('share a unit of work, and each meets its own request', async () => {
    const { decide, opened } = stored(['a', 'b']);
    const seen = ['a', 'b', 'gone'].map((id) => decide(id, async (_, request) => request?.id ?? 'TOO_LATE'));
    expect(await Promise.all(seen)).toEqual(['a', 'b', 'TOO_LATE']);
    expect(opened).toEqual([['a', 'b', 'gone']]);
  });

  it('of one request never share a unit, so that the second meets what the first wrote', async () => {
    const { decide, opened } = stored(['a']);
    await Promise.all([decide('a', async () => 1), decide('a', async () => 2)]);
    expect(opened).toEqual([['a'], ['a']]);
  });

  it('do not suffer from one that fails: then each has a unit of its own', async () => {
    const { decide, opened } = stored(['a', 'b']);
    const came = await Promise.allSettled([
      decide('a', async () => 'done'),
      decide('b', async () => {
        throw new Error('broken');
      }),
    ]);
    expect(came).toEqual([
      { status: 'fulfilled', value: 'done' },
      { status: 'rejected', reason: new Error('broken') },
    ]);
    expect(opened).toEqual([['a', 'b'], ['a'], ['b']]);
  });

  it('are not tried again while the engine is out of reach', async () => {
    const { decide, opened } = stored(['a', 'b']);
    const away = async () => {
      throw new DependencyUnavailable('database');
    };
    const came = await Promise.allSettled([decide('a', away), decide('b', away)]);
    expect(came.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(opened).toEqual([['a', 'b']]);
  });
});

describe('plain steps of one moment', () => {
  it('are taken together, each with its audit row', async () => {
    const { step: take, opened, audited } = stored(['a', 'b']);
    expect(await Promise.all([take(step('a')), take(step('b'))])).toEqual([true, true]);
    expect(opened).toEqual([['a', 'b']]);
    expect(audited).toEqual([{ action: 'a' }, { action: 'b' }]);
  });

  it('are taken one by one when a request had moved on, and that one takes none', async () => {
    const { step: take, audited } = stored(['a']);
    expect(await Promise.all([take(step('a')), take(step('moved'))])).toEqual([true, false]);
    expect(audited).toEqual([{ action: 'a' }]);
  });
});
