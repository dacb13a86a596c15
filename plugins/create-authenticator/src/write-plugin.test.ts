import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PluginNotWritten, writePlugin } from './index.ts';

describe('writePlugin', () => {
  let place: string;
  beforeAll(() => {
    place = mkdtempSync(path.join(tmpdir(), 'countersign-plugin-'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const read = (...parts: string[]) => readFileSync(path.join(place, ...parts), 'utf8');

  it('writes the example under the name of the folder, in each of its spellings', () => {
    expect(writePlugin({ folder: path.join(place, 'picture-sheet') })).toBe('picture-sheet');
    expect(read('picture-sheet', 'src', 'picture-sheet.ts')).toContain('export function pictureSheetAuthenticator()');
    expect(read('picture-sheet', 'src', 'picture-sheet.ts')).toContain(`answerField: 'answerWithPictureSheet'`);
    expect(read('picture-sheet', 'src', 'list-table.ts')).toContain(`tablePrefix('picture-sheet')`);
    expect(read('picture-sheet', '.gitignore')).toContain('node_modules/');
    expect(JSON.parse(read('picture-sheet', 'package.json'))).toMatchObject({ name: 'picture-sheet', type: 'module' });
    expect(JSON.parse(read('picture-sheet', 'tsconfig.json'))).toMatchObject({ include: ['src', 'test', 'scripts'] });
  });

  it('installs packed packages by file where a folder of them is named', () => {
    const packages = path.join(place, 'packages');
    mkdirSync(packages);
    for (const name of ['authenticator-kit', 'server', 'platform'])
      writeFileSync(path.join(packages, `countersign-${name}-0.1.0.tgz`), '');
    writePlugin({ folder: path.join(place, 'offline'), packages });
    const { dependencies, devDependencies } = JSON.parse(read('offline', 'package.json')) as Record<string, object>;
    expect(dependencies).toEqual({
      '@countersign/authenticator-kit': 'file:../packages/countersign-authenticator-kit-0.1.0.tgz',
      '@countersign/server': 'file:../packages/countersign-server-0.1.0.tgz',
      '@countersign/platform': 'file:../packages/countersign-platform-0.1.0.tgz',
    });
    expect(Object.keys(devDependencies ?? {})).not.toContain('@countersign/server');
  });

  it('writes over nothing, and nothing under a name that can be no plugin id', () => {
    for (const name of ['packages', 'Paper', 'two words', '7th'])
      expect(() => writePlugin({ folder: path.join(place, name) })).toThrow(PluginNotWritten);
  });
});
