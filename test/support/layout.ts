import { freePort } from './free-port.ts';
import { generatedKeys } from './generated-keys.ts';
import type { Shape } from './shapes.ts';
import type { PartName } from './tables.ts';

export type RoleName = 'all' | 'gateway' | PartName;

/** One program of a stack: what it does, where it answers, and its settings. */
export interface Post {
  readonly role: RoleName;
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
}

type Settings = Readonly<Record<string, string>>;

const parts: readonly PartName[] = ['identity', 'authentication', 'approvals'];

/** The programs of a shape on free ports, with keys made for this stack alone. */
export async function layOut(shape: Shape, doors: number, shared: Settings): Promise<readonly Post[]> {
  const keys = generatedKeys(['gateway', ...parts]);
  const settings = { ...shared, COUNTERSIGN_MASTER_KEY: keys.masterKey };
  const gateways = Array.from({ length: doors }, () => 'gateway' as const);
  const roles: readonly RoleName[] = shape === 'four-process' ? [...parts, ...gateways] : gateways.map(() => 'all');
  const ports: number[] = [];
  for (const _role of roles) ports.push(await freePort());
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const joined: Settings =
    shape === 'four-process'
      ? {
          ...Object.fromEntries(
            parts.map((part, index) => [`COUNTERSIGN_${part.toUpperCase()}_URL`, urls[index] ?? '']),
          ),
          COUNTERSIGN_ASSERTION_PUBLIC_KEYS: keys.publicKeys,
        }
      : {};
  return roles.map((role, index) => ({
    role,
    url: urls[index] ?? '',
    settings: {
      ...settings,
      ...joined,
      ...(shape === 'four-process' ? { COUNTERSIGN_ASSERTION_PRIVATE_KEY: keys.privateKeyOf(role) } : {}),
      COUNTERSIGN_PORT: String(ports[index]),
    },
  }));
}
