// What a newcomer does: copy of the committed tree, `npm start`, `countersign demo walkthrough`. Times are the promised ones.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import { root } from './set-up.mjs';

const firstStartMs = 180_000;
const laterStartMs = 15_000;
const temporary = mkdtempSync(path.join(os.tmpdir(), 'countersign-clean-'));
const copy = path.join(temporary, 'countersign');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** A newcomer's environment: nothing of ours is set and no tool of ours is on the path. */
const newcomer = () => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(COUNTERSIGN_|npm_|NODE_)/.test(name));
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter) };
};

/** True while anybody of a process group is. */
const isRunning = (group) => {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
};

const start = async (env, limitMs) => {
  const began = Date.now();
  const server = spawn('npm', ['start'], { cwd: copy, env, stdio: 'inherit', detached: true });
  for (;;) {
    if (server.exitCode !== null) throw new Error(`npm start ended with ${server.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${env.COUNTERSIGN_PORT}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    if (Date.now() - began > limitMs * 2) throw new Error('npm start never became ready');
    await pause(200);
  }
  const took = Date.now() - began;
  console.log(`ready after ${(took / 1000).toFixed(1)} s (promised: ${limitMs / 1000} s)`);
  return {
    took,
    async stop() {
      process.kill(-server.pid, 'SIGTERM');
      // npm may be gone before the server that it started, which still writes its last seal: nobody of the group is left.
      for (const deadline = Date.now() + 20_000; isRunning(server.pid); await pause(100)) {
        if (Date.now() < deadline) continue;
        process.kill(-server.pid, 'SIGKILL');
        throw new Error('the server did not stop within 20 s of SIGTERM');
      }
    },
  };
};

try {
  mkdirSync(copy);
  const archive = execFileSync('git', ['archive', '--format=tar', 'HEAD'], { cwd: root, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', copy], { input: archive });
  const env = {
    ...newcomer(),
    COUNTERSIGN_PORT: String(await freePort()),
    COUNTERSIGN_SMTP_PORT: String(await freePort()),
  };
  for (const limitMs of [firstStartMs, laterStartMs]) {
    const server = await start(env, limitMs);
    try {
      execFileSync('npx', ['countersign', 'demo', 'walkthrough'], { cwd: copy, env, stdio: 'inherit' });
    } finally {
      await server.stop();
    }
    if (server.took > limitMs) throw new Error(`ready after ${server.took} ms, promised are ${limitMs} ms`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
