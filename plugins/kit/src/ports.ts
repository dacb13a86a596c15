/** The host's transaction: SQL with `?` placeholders, the same text on SQLite and MySQL. */
export interface PluginTransaction {
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** Number of rows that the statement changed. */
  execute(sql: string, parameters: readonly unknown[]): Promise<number>;
  /**
   * Inserts unless the primary or a unique key is taken; true when this call inserted. The one statement that the two
   * engines spell differently, hence here: it is how a proof is spent exactly once (O1).
   */
  insertIfAbsent(table: string, row: Readonly<Record<string, string | number | null>>): Promise<boolean>;
}

/** Everything a plugin may ask for. It gets exactly what its manifest names: an undeclared port does not compile. */
export interface Ports {
  readonly clock: { now(): Date };
  /** Where people meet the product: what a signature or a passkey must be bound to. */
  readonly site: {
    /** `https://dms.example`, without a path; never empty, the first is the main one. */
    readonly origins: readonly string[];
  };
  readonly tables: {
    read<T>(work: (tx: PluginTransaction) => Promise<T>): Promise<T>;
    transaction<T>(work: (tx: PluginTransaction) => Promise<T>): Promise<T>;
  };
  /** Short-lived state under the plugin's own prefix. Values must not hold a secret in clear. */
  readonly volatile: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string, lifetime: { ttlMs: number }): Promise<void>;
    setIfAbsent(key: string, value: string, lifetime: { ttlMs: number }): Promise<boolean>;
    replaceIfEqual(key: string, expected: string, value: string, lifetime: { ttlMs: number }): Promise<boolean>;
    take(key: string): Promise<string | null>;
    delete(key: string): Promise<void>;
    countUp(
      key: string,
      window: { limit: number; windowMs: number },
    ): Promise<{ allowed: boolean; count: number; resetsInMs: number }>;
  };
  /** Hands a mail to the host's queue and returns at once; the host drops it unsent after `expiresAt`. */
  readonly mail: {
    enqueue(mail: { to: string | null; subject: string; text: string; id: string; expiresAt: Date }): void;
  };
  /** Keys live outside the database. */
  readonly secrets: {
    /** AES-256-GCM envelope, bound to `context`: opening under another context fails. */
    seal(plaintext: Uint8Array, context: string): string;
    open(sealed: string, context: string): Uint8Array;
    /** HMAC-SHA-256 under a key derived for this plugin. */
    keyedHash(value: string): string;
    randomBytes(length: number): Uint8Array;
    /** A uniformly drawn decimal code of this many digits. */
    randomDigits(length: number): string;
    /** Constant-time comparison of two texts. */
    equal(a: string, b: string): boolean;
    /** Key mixed into password hashes as argon2's secret, or null when none is configured. */
    readonly pepper: Uint8Array | null;
  };
}

export type PortName = keyof Ports;
