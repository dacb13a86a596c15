/** Room for any operation; nothing but a bulk file needs more. */
export const USUAL_BODY_BYTES = 64 * 1024;

/** Room for an operation with a bulk file of 512 KB beside it, its line ends and quotation marks escaped (W24). */
export const LARGEST_BODY_BYTES = 704 * 1024;

const isFile = (name: string, value: unknown): boolean => name === 'csv' && typeof value === 'string';

/** Holds when a body is no larger than any may be, a bulk file in a variable `csv` aside. */
export function isUsualBesideFile(body: unknown): boolean {
  const beside = JSON.stringify(body, (name, value: unknown) => (isFile(name, value) ? '' : value)) ?? '';
  return Buffer.byteLength(beside, 'utf8') <= USUAL_BODY_BYTES;
}
