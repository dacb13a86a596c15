/** Where a MySQL or MariaDB server is and how its databases are named. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Database of a part: `<prefix>_<name>`. */
  readonly database: string;
  readonly poolSize: number;
  readonly tls: boolean;
  /** A socket file of this machine, which spares a server beside the product the network stack. */
  readonly socketPath?: string;
}

const DEFAULT_POOL = 16;

/** Reads `mysql://user:password@host:port/prefix?pool=16&tls=required`, or with `socket=/run/mysqld/mysqld.sock` instead of host and port. */
export function mysqlAddress(url: string, name: string): MysqlAddress {
  const parsed = new URL(url);
  const prefix = decodeURIComponent(parsed.pathname.slice(1));
  const database = `${prefix}_${name}`;
  if (!/^[A-Za-z0-9_]{2,60}$/.test(database) || prefix === '') {
    throw new Error(
      'The database address needs a prefix of letters, digits and underscores after the port, e.g. mysql://user@host:3306/countersign.',
    );
  }
  const poolSize = Number(parsed.searchParams.get('pool') ?? DEFAULT_POOL);
  if (!Number.isInteger(poolSize) || poolSize < 2)
    throw new Error('The pool of a database address must be a whole number of at least 2.');
  const socketPath = parsed.searchParams.get('socket');
  return {
    ...(socketPath === null ? {} : { socketPath }),
    host: parsed.hostname,
    port: Number(parsed.port || '3306'),
    username: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database,
    poolSize,
    tls: parsed.searchParams.get('tls') === 'required',
  };
}
