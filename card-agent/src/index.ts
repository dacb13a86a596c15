export { openCardDesk, type CardDesk, type CardDeskOptions } from './card/card-desk.ts';
export { startAgent, type Agent, type AgentOptions } from './http/start-agent.ts';
export { errorCodes, type ErrorCode } from './error-codes.ts';
