import { residentMib } from './product.mjs';

const REQUEST = `mutation($input: ExportInput!) { requestExport(input: $input) { url } }`;

/** The first file of a process that just started, and files of one that has served a file already. */
const FILES = [
  ['CSV', 'cold'],
  ['XLSX', 'first'],
  ['CSV', 'warm'],
  ['XLSX', 'warm'],
];

/** Everybody's profile as one file: how fast, when the first byte came, and how much the resident memory grew. */
export async function measureExport({ product, houseToken }) {
  const found = [];
  for (const [format, state] of FILES) {
    const before = await residentMib(product.pid);
    const { requestExport } = await product.ask(houseToken, REQUEST, {
      input: { report: 'USER_PROFILE_LISTING', format },
    });
    const began = performance.now();
    const answer = await fetch(new URL(requestExport.url, product.url), {
      headers: { authorization: `Bearer ${houseToken}` },
    });
    if (!answer.ok) throw new Error(`The file was refused: ${answer.status} ${await answer.text()}`);
    let firstByte;
    let bytes = 0;
    let lines = 0;
    let highest = before;
    const watch = setInterval(async () => {
      highest = Math.max(highest, await residentMib(product.pid));
    }, 50);
    for await (const chunk of answer.body) {
      firstByte ??= performance.now() - began;
      bytes += chunk.length;
      if (format === 'CSV') for (const byte of chunk) if (byte === 10) lines += 1;
    }
    clearInterval(watch);
    const seconds = (performance.now() - began) / 1_000;
    found.push({
      file: `${format}, ${state}`,
      ...(format === 'CSV' ? { rows: lines - 1 } : {}),
      seconds: Number(seconds.toFixed(1)),
      mebibytes: Math.round(bytes / 2 ** 20),
      firstByteMs: Math.round(firstByte),
      residentBefore: Math.round(before),
      residentGrowth: Math.round(highest - before),
    });
  }
  return found;
}
