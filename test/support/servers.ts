export { startMariaDb, type TestMariaDb } from './mariadb.ts';
export { startRedis, type TestRedis } from './redis.ts';
export { freePort } from './free-port.ts';
