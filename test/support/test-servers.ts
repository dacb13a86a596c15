import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';

function given(name: string): URL {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: run the tests by "npm test", which starts the servers.`);
  return new URL(value);
}

/** A private corner of the database server and of Redis, empty at first and gone at the end. */
export interface Corner {
  readonly mysqlUrl: URL;
  readonly redisUrl: URL;
  remove(): Promise<void>;
}

const REDIS_CORNERS = 16;

/** Claims a prefix in the database server and one of Redis's numbered spaces that no other suite is using. */
export async function claimCorner(): Promise<Corner> {
  const mysqlUrl = given('COUNTERSIGN_TEST_MYSQL_URL');
  const redisUrl = given('COUNTERSIGN_TEST_REDIS_URL');
  const prefix = `cst_${randomBytes(5).toString('hex')}`;
  mysqlUrl.pathname = `/${prefix}`;
  const claims = new Redis(redisUrl.href, { db: 0 });
  const space = await claimSpace(claims, prefix);
  redisUrl.pathname = `/${space}`;
  const redis = new Redis(redisUrl.href);
  await redis.flushdb();
  return {
    mysqlUrl,
    redisUrl,
    async remove() {
      await redis.flushdb();
      await claims.del(claimKey(space));
      redis.disconnect();
      claims.disconnect();
      const server = await createConnection({ uri: withoutPath(mysqlUrl) });
      const [names] = await server.query<never[]>('SHOW DATABASES LIKE ?', [`${prefix}\\_%`]);
      for (const row of names as readonly Record<string, string>[]) {
        await server.query(`DROP DATABASE \`${Object.values(row)[0]}\``);
      }
      await server.end();
    },
  };
}

async function claimSpace(claims: Redis, owner: string): Promise<number> {
  for (let space = 1; space < REDIS_CORNERS; space += 1) {
    // A claim outlives a suite that was killed by an hour at most.
    if ((await claims.set(claimKey(space), owner, 'EX', 3600, 'NX')) === 'OK') return space;
  }
  throw new Error('Every numbered space of Redis is in use.');
}

function claimKey(space: number): string {
  return `countersign-test:space:${space}`;
}

function withoutPath(url: URL): string {
  const server = new URL(url);
  server.pathname = '/';
  return server.href;
}
