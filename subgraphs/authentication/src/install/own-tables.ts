import { type Manifest, type PluginTransaction, tablePrefix } from '@countersign/authenticator-kit';

const TOKEN = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|[A-Za-z_][\w$]*|[^\s]/g;
/** Comments, escapes and further statements could hide a name from this reading; parameters make all of them needless. */
const UNREADABLE = /\/\*|--|[#;\\]/;
const FIRST = new Set(['SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE']);
const BEFORE_A_TABLE = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN', 'INTO', 'UPDATE', 'TABLE']);
const AFTER_THE_TABLES = new Set(['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'SET', 'HAVING', 'UNION', 'VALUES', 'SELECT']);
/** `FOR UPDATE`, `ON DUPLICATE KEY UPDATE` and `DO UPDATE SET` are followed by no table. */
const NO_TABLE_FOLLOWS = new Set(['FOR', 'KEY', 'DO']);

/** The host's transaction as one plugin may use it: statements that name any table but its own are refused (design 5). */
export function ownTables(manifest: Pick<Manifest, 'id'>, tx: PluginTransaction): PluginTransaction {
  const prefix = tablePrefix(manifest.id);
  const admit = (sql: string): string => {
    const objection = objectionTo(sql, prefix);
    if (objection !== null) throw new Error(`${manifest.id} may use its own tables only: ${objection}`);
    return sql;
  };
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[]) => tx.query<Row>(admit(sql), parameters),
    execute: async (sql, parameters) => tx.execute(admit(sql), parameters),
    async insertIfAbsent(table, row) {
      if (!isOwn(table, prefix)) throw new Error(`${manifest.id} may use its own tables only: ${table}`);
      return tx.insertIfAbsent(table, row);
    },
  };
}

/** What is wrong with a statement, or null. What cannot be read for certain is refused. */
export function objectionTo(sql: string, prefix: string): string | null {
  if (UNREADABLE.test(sql)) return 'comments, escapes and several statements are not read';
  const tokens = sql.match(TOKEN) ?? [];
  const words = tokens.map((token) => token.toUpperCase());
  return wrongBeginning(words) ?? foreignTable(tokens, words, prefix) ?? tableList(words);
}

function wrongBeginning([first = '', ...rest]: readonly string[]): string | null {
  if (!FIRST.has(first)) return `a statement may not begin with ${first}`;
  if (first === 'DELETE') return rest[0] === 'FROM' ? null : 'DELETE is followed by FROM';
  const inserts = first === 'INSERT' || first === 'REPLACE';
  return inserts && !rest.slice(0, 3).includes('INTO') ? `${first} needs INTO` : null;
}

/** Whether the word at this place is followed by a table. */
function precedesTable(words: readonly string[], position: number): boolean {
  return BEFORE_A_TABLE.has(words[position] ?? '') && !NO_TABLE_FOLLOWS.has(words[position - 1] ?? '');
}

/** Every name in the place of a table is the plugin's own, or a query in brackets stands there. */
function foreignTable(tokens: readonly string[], words: readonly string[], prefix: string): string | null {
  for (const position of words.keys()) {
    if (!precedesTable(words, position)) continue;
    const name = tokens[position + 1] ?? '';
    if (name === '(' && words[position + 2] === 'SELECT') continue;
    if (!isOwn(name, prefix) || words[position + 2] === '.') return `not ${name}`;
  }
  return null;
}

/** `FROM a, b` would hide b from the rule above. */
function tableList(words: readonly string[]): string | null {
  const amongTables = [false];
  for (const [position, word] of words.entries()) {
    if (word === '(') amongTables.push(false);
    if (word === ')') amongTables.pop();
    if (word === ',' && amongTables.at(-1) === true) return 'not a list of tables: write JOIN';
    if (AFTER_THE_TABLES.has(word)) amongTables.splice(-1, 1, false);
    if (word !== 'INTO' && precedesTable(words, position)) amongTables.splice(-1, 1, true);
  }
  return null;
}

function isOwn(name: string, prefix: string): boolean {
  return /^\w+$/.test(name) && name.toLowerCase().startsWith(prefix);
}
