import { readFile } from 'node:fs/promises';
import { createConnection } from 'mysql2/promise';

/** Kinds of statement the server counts; a prepared one counts here each time it runs. */
const STATEMENTS = ['Com_select', 'Com_insert', 'Com_update', 'Com_delete', 'Com_commit', 'Questions'];

/** Processor milliseconds a process has used so far, of Linux's 10 ms ticks. */
async function processorMs(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * What something costs whatever else the machine does: processor milliseconds by process, statements that the server ran,
 * and rows that its storage engine looked at.
 */
export async function costMeter({ databaseUrl, processes = {} }) {
  const { hostname, port, username } = new URL(databaseUrl);
  const connection = await createConnection({ host: hostname, port: Number(port), user: username });
  const read = async () => {
    const [status] = await connection.query('SHOW GLOBAL STATUS');
    const counters = new Map(status.map(({ Variable_name: name, Value: value }) => [name, Number(value)]));
    const now = Object.fromEntries(STATEMENTS.map((name) => [name, counters.get(name)]));
    now.rowsRead = [...counters].reduce(
      (sum, [name, count]) => (name.startsWith('Handler_read_') ? sum + count : sum),
      0,
    );
    for (const [name, pid] of Object.entries(processes)) now[name] = await processorMs(pid);
    return now;
  };
  return {
    read,
    /** Since a reading, for each of so many operations. */
    async since(before, operations) {
      const after = await read();
      return Object.fromEntries(
        Object.keys(after).map((name) => [name, Number(((after[name] - before[name]) / operations).toFixed(2))]),
      );
    },
    close: () => connection.end(),
  };
}
