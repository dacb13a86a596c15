import { accountOf } from './account.ts';
import { flowId, step } from './flow-steps.ts';
import { enterPassword, type Person } from './person.ts';
import type { Stack } from './stacks.ts';

const MOST_FAILURES = 10;

/** Ten wrong codes in a row, each in a login of its own after the right password: the person is locked (L1). */
export async function lockOut(stack: Stack, who: Person, application: string): Promise<void> {
  for (let wrong = 0; wrong < MOST_FAILURES; wrong += 1) {
    const client = stack.client();
    const asked = await enterPassword(client, who, application);
    await step(client, 'answerWithTotp', { flowId: flowId(asked), code: '000000' });
  }
  if (!(await accountOf(stack, who)).locked) throw new Error(`${who.userId} is not locked.`);
}
