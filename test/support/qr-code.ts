import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a camera reads from the picture: rendered by rsvg-convert, decoded by zbarimg. */
export function readQrCode(svg: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-qr-'));
  try {
    const drawing = path.join(folder, 'code.svg');
    const picture = path.join(folder, 'code.png');
    writeFileSync(drawing, svg);
    execFileSync('rsvg-convert', ['--width', '600', '--background-color', 'white', '--output', picture, drawing]);
    return execFileSync('zbarimg', ['--quiet', '--raw', picture], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
