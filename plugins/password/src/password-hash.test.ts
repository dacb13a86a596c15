import { describe, expect, it } from '@jest/globals';
import * as argon2 from 'argon2';
import { createHashingQueue } from './hashing-queue.ts';
import { createPasswordHash, defaultCost } from './password-hash.ts';

const queue = createHashingQueue({ running: 2, waiting: 64 });
const pepper = new TextEncoder().encode('a pepper of thirty-two bytes ....');
const other = { type: argon2.argon2id, ...defaultCost } as const;
const PASSWORD = 'seven green ferries 渡輪';

describe('hashes', () => {
  it('are argon2id with 19,456 KiB, 2 passes and 1 lane, salted anew each time (P3)', async () => {
    const hashing = createPasswordHash(defaultCost, null, queue);
    const [first, second] = [await hashing.hash(PASSWORD), await hashing.hash(PASSWORD)];
    expect(first.phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first.phc).not.toBe(second.phc);
    expect(hashing.outdated(first)).toBe(false);
  });

  it.each([
    ['without a pepper', null],
    ['with a pepper', pepper],
  ])('%s are verified by the other argon2 implementation, and its hashes by ours', async (_name, secret) => {
    const hashing = createPasswordHash(defaultCost, secret, queue);
    const options: { secret?: Buffer } = secret === null ? {} : { secret: Buffer.from(secret) };
    const ours = await hashing.hash(PASSWORD);
    const theirs = await argon2.hash(PASSWORD, { ...other, ...options });

    expect(await argon2.verify(ours.phc, PASSWORD, options)).toBe(true);
    expect(await argon2.verify(ours.phc, `${PASSWORD}.`, options)).toBe(false);
    expect(await hashing.verify({ phc: theirs, peppered: secret !== null }, PASSWORD)).toBe(true);
    expect(await hashing.verify({ phc: theirs, peppered: secret !== null }, `${PASSWORD}.`)).toBe(false);
  });

  it('are outdated when the cost rose or a pepper came, and stay verifiable', async () => {
    const before = await createPasswordHash(defaultCost, null, queue).hash(PASSWORD);
    const dearer = createPasswordHash({ ...defaultCost, timeCost: 3 }, null, queue);
    const peppered = createPasswordHash(defaultCost, pepper, queue);
    for (const hashing of [dearer, peppered]) {
      expect(hashing.outdated(before)).toBe(true);
      expect(await hashing.verify(before, PASSWORD)).toBe(true);
    }
  });
});

describe('the queue of hashes', () => {
  it('runs as many as allowed, lets 64 wait, and refuses the next at once with TOO_BUSY', async () => {
    const limited = createHashingQueue({ running: 2, waiting: 64 });
    let finish: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => (finish = resolve));
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await blocked;
      running -= 1;
    };
    const admitted = Array.from({ length: 66 }, () => limited(work));
    await expect(limited(work)).rejects.toMatchObject({ code: 'TOO_BUSY' });
    finish();
    await Promise.all(admitted);
    expect(most).toBe(2);
    expect(await limited(async () => 'free again')).toBe('free again');
  });

  it('passes its place on when work fails', async () => {
    const limited = createHashingQueue({ running: 1, waiting: 4 });
    const failing = limited(async () => Promise.reject(new Error('no memory')));
    const next = limited(async () => 'done');
    await expect(failing).rejects.toThrow('no memory');
    expect(await next).toBe('done');
  });
});
