import koffi from 'koffi';

/** Bytes of a CK_ULONG: 8 on Linux and macOS, 4 on Windows. */
export const WORD = koffi.sizeof('ulong');

/** Room for so many CK_ULONG. */
export function words(count: number): Buffer {
  return Buffer.alloc(count * WORD);
}

/** The CK_ULONG at a place. */
export function wordAt(bytes: Buffer, offset: number): bigint {
  return WORD === 8 ? bytes.readBigUInt64LE(offset) : BigInt(bytes.readUInt32LE(offset));
}

/** Writes a CK_ULONG at a place. */
export function putWord(bytes: Buffer, offset: number, value: bigint | number): void {
  if (WORD === 8) bytes.writeBigUInt64LE(BigInt(value), offset);
  else bytes.writeUInt32LE(Number(BigInt(value) & 0xffff_ffffn), offset);
}

/** One CK_ULONG as bytes. */
export function word(value: bigint | number): Buffer {
  const bytes = words(1);
  putWord(bytes, 0, value);
  return bytes;
}
