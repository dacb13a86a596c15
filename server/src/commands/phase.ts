import os from 'node:os';
import { Argument, Command } from 'commander';
import { changePhase, migrationPhases } from '@countersign/identity';
import { inMemoryTransport, memoryEventBus } from '@countersign/platform';
import { composeIdentity } from '../compose/compose-parts.ts';
import { COMMAND_PATIENCE_MS, type Ground, layGround } from '../compose/ground.ts';
import { openIdentityTables } from '../compose/open-all-tables.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';

async function withGround(work: (ground: Ground) => Promise<void>): Promise<void> {
  const ground = layGround(readServerSettings(environment, 'all'), COMMAND_PATIENCE_MS);
  try {
    await work(ground);
  } finally {
    await ground.closing.run(ground.logger);
  }
}

async function show(ground: Ground): Promise<void> {
  const { subgraph } = await composeIdentity(ground, { bus: memoryEventBus({ logger: ground.logger }) });
  const source = { address: 'local', userAgent: 'countersign phase', requestId: 'phase' };
  const { data } = await inMemoryTransport(subgraph)(
    { query: '{ migration { phase } }' },
    { kind: 'anonymous', source },
  );
  print(String((data?.['migration'] as { phase: string } | undefined)?.phase));
}

/** `countersign phase`: shows the migration phase, or sets it for a rehearsal or a new installation. */
export function phaseCommand(): Command {
  const set = new Command('set')
    .description('move to a phase; every part follows from its next operation on')
    .addArgument(new Argument('<phase>', 'the phase').choices(migrationPhases))
    .action((to: (typeof migrationPhases)[number]) =>
      withGround(async (ground) => {
        const actor = `operator:${os.userInfo().username}`;
        const moved = await changePhase(await openIdentityTables(ground), { to, actor, at: ground.clock.now() });
        print(
          moved.from === moved.to
            ? `The phase is ${moved.to} already.`
            : `The phase was ${moved.from} and is ${moved.to}.`,
        );
      }),
    );
  return new Command('phase')
    .description('the migration phase')
    .addCommand(
      new Command('show').description('print it').action(() => withGround(show)),
      { isDefault: true },
    )
    .addCommand(set);
}
