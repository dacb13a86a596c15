import { type Ground, layGround } from '../compose/ground.ts';
import type { Settings } from '../settings/read-server-settings.ts';
import type { Running } from './running.ts';
import { startAll } from './start-all.ts';
import { startGateway } from './start-gateway.ts';
import { startPart } from './start-part.ts';

function start(ground: Ground): Promise<string> {
  const { role } = ground.settings;
  if (role === 'all') return startAll(ground);
  return role === 'gateway' ? startGateway(ground) : startPart(ground, role);
}

/** Starts one process in its role. What was opened before a failure is closed again. */
export async function startRole(settings: Settings): Promise<Running> {
  const ground = layGround(settings);
  const stop = () => ground.closing.run(ground.logger);
  try {
    const url = await start(ground);
    ground.logger.info({ role: settings.role, url }, 'serving');
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
