/** Any text. */
export function text(value: string): string {
  return value;
}

/** A TCP port; 0 lets the system choose one. */
export function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number > 65_535) throw new Error('must be a port between 0 and 65535');
  return number;
}

/** `on` or `off`, in the spellings people use. */
export function onOff(value: string): boolean {
  if (/^(on|true|1|yes)$/i.test(value)) return true;
  if (/^(off|false|0|no)$/i.test(value)) return false;
  throw new Error('must be on or off');
}

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw new Error(`must be one of ${words.join(', ')}`);
    return found;
  };
}

/** A URL with one of these schemes. The value is not repeated in the message: it may hold a password. */
export function urlOf(...schemes: readonly string[]): (value: string) => string {
  return (value) => {
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : '';
    if (!schemes.includes(scheme)) throw new Error(`must be a URL that starts with ${schemes.join(':// or ')}://`);
    return value;
  };
}

/** Words between commas, blanks ignored. */
export function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A key of at least 32 random bytes in base64 or base64url. */
export function keyBytes(value: string): Uint8Array {
  const bytes = Buffer.from(value.trim(), 'base64url');
  if (!/^[\w+/=-]+$/.test(value.trim()) || bytes.length < 32) {
    throw new Error('must be at least 32 random bytes in base64 ("countersign keys generate" makes one)');
  }
  return new Uint8Array(bytes);
}

/** A JSON object, such as a JSON Web Key (RFC 7517). */
export function json(value: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // The parser's message would repeat the text, which is a key.
  }
  throw new Error('must be a JSON object ("countersign keys generate" makes one)');
}
