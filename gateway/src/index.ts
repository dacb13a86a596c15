export { type Gateway, type GatewayParts, createGateway } from './create-gateway.ts';
export { errorCodes } from './error-codes.ts';
export type { ExportDesk, ExportOwner, ExportPage, RedeemedExport } from './exports/export-desk.ts';
export { ownerUuidOf } from './exports/export-desk.ts';
export { publicApi } from './federation/public-api.ts';
export type { Readiness } from './http/health-routes.ts';
export type {
  AccountLookup,
  ServiceAccountPrincipalFields,
  SessionLookup,
  SessionPrincipalFields,
} from './session/identify.ts';
export type { PublishedKeys, TokenDesk, TokenQuestion } from './tokens/token-desk.ts';
export { type GatewaySettings, localSettings } from './settings.ts';
