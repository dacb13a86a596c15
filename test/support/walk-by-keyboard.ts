import type { Page } from 'playwright-core';

/** What has the focus: its text, whether it lies within the window, and the width in pixels of its outline. */
export interface Stop {
  readonly name: string;
  readonly inSight: boolean;
  readonly outline: number;
}

const REACHABLE = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]`;
const NAME = `(element) => (element.labels?.[0] ?? element).textContent.trim()`;

/** Names of everything on the page that a mouse can use. */
export function controlsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`${REACHABLE}.map(${NAME})`);
}

/** Presses Tab once for each of `count` controls and tells where the focus went. */
export async function walkByKeyboard(page: Page, count: number): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let pressed = 0; pressed < count; pressed += 1) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate<Stop>(`(() => {
        const at = document.activeElement;
        const { left, right, top, bottom } = at.getBoundingClientRect();
        const style = getComputedStyle(at);
        return {
          name: (${NAME})(at),
          inSight: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
          outline: at.matches(':focus-visible') && style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) : 0,
        };
      })()`),
    );
  }
  return stops;
}
