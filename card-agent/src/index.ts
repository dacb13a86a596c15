export { openCardDesk, type CardDesk, type CardDeskOptions } from './card/card-desk.ts';
export { startAgent, type Agent, type AgentOptions } from './http/start-agent.ts';
export { errorCodes, type ErrorCode } from './error-codes.ts';
export { makeSoftCard, type SoftCardOptions } from './demo/make-soft-card.ts';
export { SOFTHSM_MISSING, softHsmConfiguration, softHsmModule } from './demo/soft-hsm.ts';
