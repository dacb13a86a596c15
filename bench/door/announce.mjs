/** Tells the parent where this candidate listens, and ends with it. */
export function announce(url) {
  process.send?.({ url });
  process.on('disconnect', () => process.exit(0));
}
