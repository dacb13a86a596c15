export { type CodeShape, type OathAlgorithm, shapeOfRow, usualShape } from './code-shape.ts';
export { type DeviceSetup, deviceSetup, type NewKey } from './device-setup.ts';
export type { ImportedKey } from './imported-key.ts';
export { oneTimePassword, type OneTimePasswordInput } from './one-time-password.ts';
export { parseOathCode } from './parse-oath-code.ts';
