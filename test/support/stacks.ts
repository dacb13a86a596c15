import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apiClient, type ApiClient } from './api-client.ts';
import { clockControl, type ClockControl } from './clock-control.ts';
import { type Crew, standUp } from './crew.ts';
import { layOut, type RoleName } from './layout.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';
import type { Shape } from './shapes.ts';
import { type PartName, openTables, type Tables } from './tables.ts';
import { layWire, type Wire } from './tcp-proxy.ts';
import { claimCorner, type Corner } from './test-servers.ts';

/** What a stack is started with. */
export interface StackOptions {
  readonly shape: Shape;
  /** Hong Kong time at the start; a Tuesday morning inside function hours when absent. */
  readonly at?: string;
  /** Doors on the same data; more than one only on MariaDB and Redis. */
  readonly doors?: 1 | 2;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The whole product running for one suite, with its mail, its time and its servers in the suite's hands. */
export interface Stack extends Pick<Crew, 'output' | 'programs' | 'kill' | 'restart' | 'freeze' | 'thaw'> {
  readonly shape: Shape;
  /** Origin of each door. */
  readonly urls: readonly string[];
  readonly mail: PostOffice;
  readonly clock: ClockControl;
  readonly folder: string;
  /** Cutable connections to the servers; absent in the embedded shape. */
  readonly wires: { readonly database: Wire; readonly redis: Wire } | null;
  readonly corner: Corner | null;
  /** Address of a part as the other parts reach it; the four-process shape only. */
  partUrl(part: PartName): string;
  /** What a program of this stack was started with, its keys included. */
  settingsOf(role: RoleName): Readonly<Record<string, string>>;
  client(door?: number): ApiClient;
  /** The tables of one part, to look at or to spoil. */
  tables(part: PartName): Promise<Tables>;
  stop(): Promise<void>;
}

export const TUESDAY_MORNING = '2026-11-24T10:00:00+08:00';

/** Starts a stack with demo data and waits until every program of it is ready. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const ground = await prepareGround(options);
  const posts = await layOut(options.shape, options.doors ?? 1, ground.settings);
  const crew = standUp(posts);
  const stop = async () => {
    await crew.stop();
    await ground.clear();
  };
  try {
    await crew.startAll({ together: options.shape === 'four-process' });
  } catch (error) {
    await stop();
    throw error;
  }
  const { corner, folder } = ground;
  const doors = posts.filter((post) => post.role === 'all' || post.role === 'gateway').map((post) => post.url);
  const opened = new Map<PartName, Tables>();
  const where = corner === null ? { folder: path.join(folder, 'tables') } : { mysqlUrl: corner.mysqlUrl };
  return {
    ...crew,
    shape: options.shape,
    urls: doors,
    mail: ground.mail,
    clock: ground.clock,
    wires: ground.wires,
    folder,
    corner,
    partUrl: (part) => crew.postOf(part).url,
    settingsOf: (role) => crew.postOf(role).settings,
    client: (door = 0) => apiClient(doors[door] ?? ''),
    async tables(part) {
      const tables = opened.get(part) ?? (await openTables(part, where));
      opened.set(part, tables);
      return tables;
    },
    async stop() {
      await Promise.all([...opened.values()].map((tables) => tables.close()));
      await stop();
    },
  };
}

async function prepareGround({ shape, at = TUESDAY_MORNING, settings = {} }: StackOptions) {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-stack-'));
  const mail = await openPostOffice();
  const clock = clockControl(path.join(folder, 'clock'), at);
  const corner = shape === 'embedded' ? null : await claimCorner();
  const wires =
    corner === null
      ? null
      : { database: await layWire(place(corner.mysqlUrl)), redis: await layWire(place(corner.redisUrl)) };
  const servers: Record<string, string> =
    corner === null || wires === null
      ? {}
      : {
          COUNTERSIGN_DATABASE_URL: through(corner.mysqlUrl, wires.database),
          COUNTERSIGN_REDIS_URL: through(corner.redisUrl, wires.redis),
          // Most suites test what is decided, not how fast: two cores that run five programs are no fault of Redis.
          COUNTERSIGN_REDIS_PATIENCE_MS: '2000',
        };
  return {
    folder,
    mail,
    clock,
    corner,
    wires,
    settings: {
      COUNTERSIGN_CLOCK_FILE: clock.path,
      COUNTERSIGN_DATA_DIR: path.join(folder, 'tables'),
      COUNTERSIGN_DEMO: 'on',
      COUNTERSIGN_DEMO_HOURS: 'real',
      COUNTERSIGN_LOG_LEVEL: 'debug',
      COUNTERSIGN_SMTP_URL: mail.url,
      ...servers,
      ...settings,
    },
    async clear() {
      await mail.close();
      await wires?.database.close();
      await wires?.redis.close();
      await corner?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function place(url: URL): { host: string; port: number } {
  return { host: url.hostname, port: Number(url.port) };
}

function through(url: URL, wire: Wire): string {
  const next = new URL(url);
  next.hostname = '127.0.0.1';
  next.port = String(wire.port);
  return next.href;
}
