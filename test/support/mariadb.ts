import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { type ChildServer, startChild } from './child-server.ts';
import { freePort } from './free-port.ts';
import { programPath } from './program-path.ts';

/** A MySQL-compatible server for tests. */
export interface TestMariaDb {
  /** `mysql://root@127.0.0.1:port/prefix`, with a prefix of its own, so that two users of one server never meet. */
  readonly url: string;
  /** The same server by its socket file; the address itself when it was not started here. */
  readonly socketUrl: string;
  /** Zero when the server was not started here. */
  readonly pid: number;
  /** Removes what was made under this prefix; ends the server if it was started here. */
  stop(): Promise<void>;
  /** Kills the server as a crash would, so that callers meet its absence. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same files; kills it first if it still runs. */
  restart(): Promise<void>;
}

/** Small and quick, with the durable defaults kept: flush at each commit and double write. */
const SETTINGS = [
  '--no-defaults',
  '--user=root',
  '--bind-address=127.0.0.1',
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=16M',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-rollback-on-timeout=ON',
  '--max-connections=400',
  '--skip-name-resolve',
  '--skip-log-bin',
];

function newPrefix(): string {
  return `t${randomBytes(5).toString('hex')}`;
}

async function dropDatabases(server: URL, prefix: string): Promise<void> {
  const connection = await mysql.createConnection({
    host: server.hostname,
    port: Number(server.port || '3306'),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  });
  const [rows] = await connection.query<mysql.RowDataPacket[]>('SHOW DATABASES LIKE ?', [`${prefix}\\_%`]);
  for (const row of rows) await connection.query(`DROP DATABASE \`${String(Object.values(row)[0])}\``);
  await connection.end();
}

async function answers(port: number): Promise<boolean> {
  const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', connectTimeout: 1_000 });
  await connection.query('SELECT 1');
  await connection.end();
  return true;
}

function given(address: string): TestMariaDb {
  const server = new URL(address);
  const prefix = newPrefix();
  server.pathname = `/${prefix}`;
  const refuse = async (): Promise<void> => {
    throw new Error('The server of COUNTERSIGN_TEST_MYSQL_URL is not ours to stop.');
  };
  return {
    url: server.href,
    socketUrl: server.href,
    pid: 0,
    stop: () => dropDatabases(server, prefix),
    kill: refuse,
    restart: refuse,
  };
}

/** Starts a private MariaDB with fresh files, or uses the server of COUNTERSIGN_TEST_MYSQL_URL unless `own` is asked for. */
export async function startMariaDb(options: { readonly own?: boolean } = {}): Promise<TestMariaDb> {
  const address = process.env['COUNTERSIGN_TEST_MYSQL_URL'];
  if (address && !options.own) return given(address);

  const folder = await mkdtemp(join(tmpdir(), 'countersign-mariadb-'));
  const files = join(folder, 'files');
  await promisify(execFile)(programPath('mariadb-install-db'), [
    '--no-defaults',
    '--user=root',
    '--auth-root-authentication-method=normal',
    '--skip-name-resolve',
    '--skip-test-db',
    `--datadir=${files}`,
  ]);
  const port = await freePort();
  const start = (): Promise<ChildServer> =>
    startChild(
      programPath('mariadbd'),
      [
        ...SETTINGS,
        `--datadir=${files}`,
        `--port=${port}`,
        `--socket=${join(folder, 'socket')}`,
        `--pid-file=${join(folder, 'pid')}`,
      ],
      () => answers(port),
    );
  let child = await start();
  const url = `mysql://root@127.0.0.1:${port}/${newPrefix()}`;
  return {
    url,
    socketUrl: `${url}?socket=${encodeURIComponent(join(folder, 'socket'))}`,
    get pid() {
      return child.pid;
    },
    async stop() {
      await child.end();
      await rm(folder, { recursive: true, force: true });
    },
    kill: () => child.kill(),
    async restart() {
      await child.kill();
      child = await start();
    },
  };
}
