import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text as base64url. For digests of public content and of tokens that are themselves random. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** Whether two texts are equal, in a time that depends on neither. */
export function equalText(a: string, b: string): boolean {
  const digestOf = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digestOf(a), digestOf(b));
}
