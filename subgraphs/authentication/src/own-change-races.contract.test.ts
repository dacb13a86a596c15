import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, startRedis, type TestMariaDb, type TestRedis } from '../../../test/support/servers.ts';
import { ownChangeRaceSuite } from './testing/own-change-races.suite.ts';

describe('on MariaDB and Redis', () => {
  let mariaDb: TestMariaDb;
  let redis: TestRedis;
  beforeAll(async () => {
    [mariaDb, redis] = await Promise.all([startMariaDb(), startRedis()]);
  });
  afterAll(() => Promise.all([mariaDb.stop(), redis.stop()]));

  ownChangeRaceSuite(() => ({
    url: `${mariaDb.url}${Math.trunc(performance.now() * 1_000).toString(36)}`,
    redis: redis.url,
  }));
});
