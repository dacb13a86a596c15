import type { FastifyInstance } from 'fastify';
import type { Mailbox } from '@countersign/platform';
import type { GatewaySettings } from '../settings.ts';

export function addPages(_server: FastifyInstance, _options: { settings: GatewaySettings; mailbox?: Pick<Mailbox, 'list'> }): void {}
