import { layGround } from '../compose/ground.ts';
import type { Settings } from '../settings/read-server-settings.ts';
import type { Running } from './running.ts';
import { startAll } from './start-all.ts';
import { startGateway } from './start-gateway.ts';
import { startPart } from './start-part.ts';

/** Starts one process in its role. What was opened before a failure is closed again. */
export async function startRole(settings: Settings): Promise<Running> {
  const ground = layGround(settings);
  const { role } = settings;
  const stop = () => ground.closing.run(ground.logger);
  try {
    const start = role === 'all' ? startAll : role === 'gateway' ? startGateway : null;
    const url = start === null ? await startPart(ground, role as 'identity') : await start(ground);
    ground.logger.info({ role, url }, 'serving');
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
