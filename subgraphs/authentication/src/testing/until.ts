/** Waits for a state that background work brings about; fails after 10,000 turns instead of waiting for ever. */
export async function until(held: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (await held()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('The state that the test waits for did not come.');
}
