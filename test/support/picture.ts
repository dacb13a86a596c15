import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const images = path.resolve(import.meta.dirname, '../../docs/images');

/**
 * A picture of the page for the guides, with the address that a newcomer's own system has. Written only when
 * COUNTERSIGN_WRITE_SCREENSHOTS is 1, so that an ordinary run changes no file.
 */
export async function picture(page: Page, name: string, width: number): Promise<void> {
  if (process.env['COUNTERSIGN_WRITE_SCREENSHOTS'] !== '1') return;
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(
    `for (const one of document.querySelectorAll('code, pre')) one.textContent = one.textContent.replace(location.origin, 'http://127.0.0.1:4000')`,
  );
  mkdirSync(images, { recursive: true });
  await page.screenshot({ path: path.join(images, `${name}-${width}.png`), fullPage: true });
  if (before !== null) await page.setViewportSize(before);
}
