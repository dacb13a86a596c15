import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  type Database,
  type EventBus,
  memoryEventBus,
  memoryVolatileStore,
  openDatabase,
  redisEventBus,
  redisVolatileStore,
  type VolatileStore,
} from '@countersign/platform';
import type { Ground } from './ground.ts';
import { untilAvailable } from './until-available.ts';

type Tables = Pick<Parameters<typeof openDatabase>[0], 'name' | 'rows' | 'migrations'>;

function databaseUrl({ settings: { values } }: Ground): string {
  if (values.COUNTERSIGN_DATABASE_URL !== undefined) return values.COUNTERSIGN_DATABASE_URL;
  const folder = path.resolve(values.COUNTERSIGN_DATA_DIR);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return `sqlite:${folder}`;
}

/** One part's own tables, brought up to date. */
export async function openTables(ground: Ground, tables: Tables): Promise<Database> {
  const options = { ...tables, url: databaseUrl(ground), logger: ground.logger };
  const database = await untilAvailable(ground, `tables of ${tables.name}`, () => openDatabase(options));
  ground.closing.add(`tables of ${tables.name}`, () => database.close());
  return database;
}

function redisOf({ settings: { values }, logger }: Ground) {
  const url = values.COUNTERSIGN_REDIS_URL;
  return url === undefined ? undefined : { url, logger, patienceMs: values.COUNTERSIGN_REDIS_PATIENCE_MS };
}

/** Short-lived state: Redis when configured, else this process's memory. */
export function openVolatileStore(ground: Ground): VolatileStore {
  const redis = redisOf(ground);
  const store = redis === undefined ? memoryVolatileStore({ clock: ground.clock }) : redisVolatileStore(redis);
  ground.closing.add('volatile store', () => store.close());
  return store;
}

/** The carrier of events: Redis when configured, else this process's memory. The caller starts it, and ends it before the tables its handlers need. */
export function openBus(ground: Ground): EventBus {
  const redis = redisOf(ground);
  return redis === undefined ? memoryEventBus({ logger: ground.logger }) : redisEventBus(redis);
}
