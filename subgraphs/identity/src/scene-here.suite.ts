import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityOptions } from './index.ts';
import { openScene, type Scene } from './identity-scene.suite.ts';

/** A scene on SQLite in a temporary folder that goes with it. */
export async function sceneHere(options: Pick<IdentityOptions, 'matrix'> = {}): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-identity-'));
  const scene = await openScene(`sqlite:${directory}`, 'identity', options);
  return {
    ...scene,
    async close() {
      await scene.close();
      await rm(directory, { recursive: true });
    },
  };
}
