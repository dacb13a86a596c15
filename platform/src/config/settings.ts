import { z } from 'zod';

/** Building blocks for settings, which all begin as text. Their messages continue "NAME is wrong: ...". */
export const setting = {
  text: () => z.string().min(1, 'it must not be empty'),
  port: () =>
    z
      .string()
      .regex(/^\d{1,5}$/, 'it must be a port number')
      .transform(Number)
      .refine((port) => port <= 65_535, 'it must be a port number up to 65535'),
  wholeNumber: (least: number, most: number) =>
    z
      .string()
      .regex(/^\d{1,12}$/, 'it must be a whole number')
      .transform(Number)
      .refine((value) => value >= least && value <= most, `it must lie between ${least} and ${most}`),
  flag: () => z.literal(['true', 'false'], 'it must be true or false').transform((text) => text === 'true'),
  /** An address with one of these schemes, e.g. `url('redis', 'rediss')`. */
  url: (...schemes: readonly string[]) =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)),
        `it must be an address that starts with ${schemes.map((scheme) => `${scheme}:`).join(' or ')}`,
      ),
  /** A key of at least 32 bytes in base64 or base64url. */
  key: () =>
    z
      .string()
      .refine(
        (text) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && Buffer.from(text, 'base64').byteLength >= 32,
        'it must be at least 32 random bytes in base64',
      )
      .transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
};
