import { createLogger } from '../telemetry/logger.ts';
import { eventBusSuite } from './event-bus.suite.ts';
import { memoryEventBus } from './memory-event-bus.ts';

const logger = createLogger({ level: 'silent', part: 'test' });

eventBusSuite(() => memoryEventBus({ logger }));
