import { createConnection } from 'mysql2/promise';

/** How many one-row transactions a second the same database commits to disk, from that many connections. */
export async function commitsPerSecond({ url, connections, seconds }) {
  const { hostname, port, username } = new URL(url);
  const open = () => createConnection({ host: hostname, port: Number(port), user: username });
  const first = await open();
  await first.query('CREATE DATABASE IF NOT EXISTS bench_commits');
  await first.query(
    'CREATE TABLE IF NOT EXISTS bench_commits.t (id BIGINT AUTO_INCREMENT PRIMARY KEY, body VARCHAR(200))',
  );
  let commits = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await open();
      while (performance.now() < until) {
        await connection.query('START TRANSACTION');
        await connection.execute('INSERT INTO bench_commits.t (body) VALUES (?)', ['x'.repeat(180)]);
        await connection.query('COMMIT');
        commits += 1;
      }
      await connection.end();
    }),
  );
  const perSecond = (commits * 1_000) / (performance.now() - began);
  await first.query('TRUNCATE bench_commits.t');
  await first.end();
  return perSecond;
}
