/** One setting: its variable, what it means (this text is the operator guide's table), and how its text is read. */
export interface Setting<T> {
  readonly name: string;
  readonly meaning: string;
  /** Text used when the variable is absent, or null when absence is an answer of its own. */
  readonly fallback: string | null;
  /** A secret is never repeated in a message. */
  readonly secret: boolean;
  /** Throws Error with the end of a sentence that starts with the variable's name: "must be …". */
  parse(text: string | null): T;
}

type Reading<T> = (text: string) => T;

/** A setting that always has a value. */
export function withDefault<T>(name: string, fallback: string, read: Reading<T>, meaning: string): Setting<T> {
  return { name, meaning, fallback, secret: false, parse: (text) => read(text ?? fallback) };
}

/** A setting whose absence means something, said in `meaning`. */
export function optional<T>(name: string, read: Reading<T>, meaning: string): Setting<T | null> {
  return { name, meaning, fallback: null, secret: false, parse: (text) => (text === null ? null : read(text)) };
}

/** An optional setting that holds a key: messages name it and never show it. */
export function secret<T>(name: string, read: Reading<T>, meaning: string): Setting<T | null> {
  return { ...optional(name, read, meaning), secret: true };
}
