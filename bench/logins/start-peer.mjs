import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';

/** Starts better-auth on a database of its own on this MariaDB, with people enrolled, and answers once it listens. */
export async function startPeer({ mariaDb, ...order }) {
  const database = `peer_${order.port}`;
  const address = new URL(mariaDb.url);
  address.pathname = '/';
  const connection = await createConnection(address.href);
  await connection.query(`CREATE DATABASE ${database}`);
  await connection.end();
  address.pathname = `/${database}`;
  const program = fileURLToPath(new URL('better-auth-peer.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify({ ...order, databaseUrl: address.href })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`better-auth did not start (${code}).`)));
  });
  return {
    hasher: order.hasher,
    peopleFile: order.peopleFile,
    url: `http://127.0.0.1:${order.port}`,
    from: 0,
    end: () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM')),
  };
}
