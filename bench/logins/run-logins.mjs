/** Runs one login after another on each of some connections for some seconds, nobody twice; what came of it, as JSON can hold it. */
export async function runLogins({ seconds, connections, from, count, connect, logIn }) {
  let next = from;
  const times = [];
  const failed = [];
  const used = process.cpuUsage();
  const began = performance.now();
  const until = began + seconds * 1_000;
  async function worker() {
    const connection = connect();
    while (performance.now() < until && next < count && failed.length === 0) {
      const start = performance.now();
      await logIn(connection, next++).then(
        () => times.push(performance.now() - start),
        (error) => failed.push(String(error)),
      );
    }
    connection.close();
  }
  await Promise.all(Array.from({ length: connections }, worker));
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(used);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return {
    perSecond: (times.length * 1_000) / took,
    took: took / 1_000,
    processorMs: (user + system) / 1_000,
    p50: at(0.5),
    p99: at(0.99),
    begun: next - from,
    failed,
  };
}
