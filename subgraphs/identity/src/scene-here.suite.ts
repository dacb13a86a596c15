import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openScene, type Scene } from './identity-scene.suite.ts';

/** A scene on SQLite in a temporary folder that goes with it. */
export async function sceneHere(): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-identity-'));
  const scene = await openScene(`sqlite:${directory}`);
  return {
    ...scene,
    async close() {
      await scene.close();
      await rm(directory, { recursive: true });
    },
  };
}
