import koffi from 'koffi';
import { putWord, WORD, word, wordAt } from './words.ts';

/** What an attribute is set to, or looked for by. */
export type AttributeValue = Buffer | boolean | number | string;

/** Attributes by their number, in the order they are given. */
export type Template = readonly (readonly [type: number, value: AttributeValue])[];

/** A PKCS#11 structure together with the memory that it points to, which must live as long as it does. */
export interface Pointing {
  readonly bytes: Buffer;
  readonly count: number;
  readonly kept: readonly Buffer[];
}

/** A pointer is as wide as the processor's words; the fields of CK_ATTRIBUTE and CK_MECHANISM have no gaps but on 64 bits. */
const POINTER = koffi.sizeof('void *');
const ENTRY = WORD + POINTER + WORD;

function asBytes(value: AttributeValue): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
  if (typeof value === 'number') return word(value);
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
}

function putPointer(bytes: Buffer, offset: number, target: Buffer | null): void {
  const address = target === null || target.length === 0 ? 0n : BigInt(koffi.address(target));
  if (POINTER === 8) bytes.writeBigUInt64LE(address, offset);
  else bytes.writeUInt32LE(Number(address), offset);
}

/** CK_ATTRIBUTE entries for a template. */
export function layOutTemplate(template: Template): Pointing {
  const bytes = Buffer.alloc(Math.max(1, template.length) * ENTRY);
  const kept = template.map(([, value]) => asBytes(value));
  for (const [index, [type]] of template.entries()) {
    const value = kept[index] ?? Buffer.alloc(0);
    putWord(bytes, index * ENTRY, type);
    putPointer(bytes, index * ENTRY + WORD, value);
    putWord(bytes, index * ENTRY + WORD + POINTER, value.length);
  }
  return { bytes, count: template.length, kept };
}

/** One CK_ATTRIBUTE to be filled: without room the module answers only the length. */
export function layOutQuestion(type: number, room: Buffer | null): Pointing {
  const bytes = Buffer.alloc(ENTRY);
  putWord(bytes, 0, type);
  putPointer(bytes, WORD, room);
  putWord(bytes, WORD + POINTER, room?.length ?? 0);
  return { bytes, count: 1, kept: room === null ? [] : [room] };
}

/** The length that the module wrote into the entry; null where the attribute cannot be told. */
export function lengthIn(entry: Buffer): number | null {
  const length = wordAt(entry, WORD + POINTER);
  return length > 0xff_ffffn ? null : Number(length);
}

/** CK_MECHANISM without a parameter. */
export function layOutMechanism(type: number): Buffer {
  const bytes = Buffer.alloc(ENTRY);
  putWord(bytes, 0, type);
  return bytes;
}
