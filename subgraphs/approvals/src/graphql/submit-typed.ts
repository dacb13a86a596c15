import { type SubgraphContext, requireSession } from '@countersign/platform';
import type { ChangeKind } from '../change-request/change-kinds.ts';
import { submit } from '../change-request/submit.ts';
import type { Parts } from '../ports/parts.ts';
import { onlyGiven } from './only-given.ts';
import { shapeOutcome } from './shape.ts';

/** Puts one kind of change before a checker. */
export async function submitTyped(
  parts: Parts,
  context: SubgraphContext,
  kind: ChangeKind,
  { named, input }: { readonly named: string; readonly input: object },
) {
  const wish = { kind, named, input: onlyGiven(input) };
  return shapeOutcome(await submit(parts, requireSession(context), wish), parts.clock.now());
}
