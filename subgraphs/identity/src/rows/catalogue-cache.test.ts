import { execute } from '@countersign/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { sceneHere } from '../scene-here.suite.ts';
import { catalogueCache } from './catalogue-cache.ts';
import { readCatalogue, updateGroup } from './group-row.ts';
import { readHouse } from './phase-row.ts';

describe('the catalogue in one instance', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await sceneHere();
  });
  afterAll(() => scene.close());

  it('is read once for a stamp, so that a request costs no statement more', async () => {
    const cache = catalogueCache();
    const first = await scene.database.read((tx) => cache.at(tx, 'first'));
    // A unit of work that has ended refuses every statement.
    const ended = await scene.database.read(async (tx) => tx);
    expect(await cache.at(ended, 'first')).toBe(first);
    await expect(cache.at(ended, 'second')).rejects.toThrow('has ended');
  });

  it('never keeps what a unit of work undid', async () => {
    const cache = catalogueCache();
    const current = () => scene.database.read(async (tx) => cache.at(tx, (await readHouse(tx)).catalogueStamp));
    await current();
    await expect(
      scene.database.transaction(async (tx) => {
        const group = (await readCatalogue(tx)).find('MONEY_SETTLEMENT');
        if (group === null) throw new Error('no such group');
        expect(await updateGroup(tx, { ...group, functions: ['Everything'] })).toBe(true);
        const inside = await cache.at(tx, (await readHouse(tx)).catalogueStamp);
        expect(inside.find('MONEY_SETTLEMENT')?.functions).toEqual(['Everything']);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    // The next change must not be taken for the one that was undone.
    await scene.write(async (tx) => {
      const group = (await readCatalogue(tx)).find('MONEY_SETTLEMENT');
      if (group !== null) await updateGroup(tx, { ...group, functions: ['Settle'] });
    });
    expect((await current()).find('MONEY_SETTLEMENT')?.functions).toEqual(['Settle']);
  });

  it('answers nothing for a group that was taken from the tables', async () => {
    await scene.write((tx) => execute(tx, "DELETE FROM user_group WHERE code = 'COVERED_CALL'"));
    const catalogue = await scene.database.read(readCatalogue);
    expect(catalogue.find('COVERED_CALL')).toBeNull();
  });
});
