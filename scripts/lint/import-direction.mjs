import path from 'node:path';
import { importVisitor, inRepository, isTest, packageOf } from './where.mjs';

const subgraphs = ['identity', 'authentication', 'approvals'];
const plugins = [
  'authenticator-password',
  'authenticator-email-otp',
  'authenticator-smartcard',
  'authenticator-totp',
  'authenticator-hotp',
  'authenticator-passkey',
  'authenticator-recovery-code',
  'oath',
];
/** Who may import whom (design.md 1): gateway -> all, approvals -> authentication, identity; authentication -> identity; never back. */
const allowed = {
  platform: [],
  schema: [],
  'card-agent': [],
  'plugins/kit': [],
  'plugins/*': ['authenticator-kit', 'oath'],
  'subgraphs/change-owner': ['platform'],
  'subgraphs/identity': ['platform', 'change-owner'],
  'subgraphs/authentication': ['platform', 'change-owner', 'authenticator-kit', 'identity'],
  'subgraphs/approvals': ['platform', 'change-owner', 'identity', 'authentication'],
  gateway: ['platform', 'schema', ...subgraphs],
  server: ['platform', 'schema', 'gateway', 'card-agent', 'authenticator-kit', 'oath', ...subgraphs, ...plugins],
};
const bound = /^(type-graphql|typeorm|@apollo\/|@graphql-tools\/)/;

const layerOf = (file) => /^subgraphs\/[^/]+\/src\/([^/]+)\//.exec(file)?.[1] ?? null;

const betweenPackages = (home, specifier) => {
  const name = /^@countersign\/([^/]+)/.exec(specifier)?.[1];
  const may = allowed[home] ?? (home.startsWith('plugins/') ? allowed['plugins/*'] : undefined);
  if (name === undefined || may === undefined || may.includes(name)) return null;
  return `${home} may not import @countersign/${name}: calls and imports go one way (design.md 1).`;
};

const betweenLayers = (file, specifier) => {
  const layer = layerOf(file);
  if (layer === null) return null;
  const target = specifier.startsWith('.') ? layerOf(path.posix.join(path.posix.dirname(file), specifier)) : null;
  if (layer === 'rows') return target === 'graphql' ? 'rows/ knows no API: graphql/ -> domain <- rows/.' : null;
  if (layer === 'graphql') return null;
  if (target === 'graphql' || target === 'rows')
    return `Domain folders import neither graphql/ nor rows/: both depend on them.`;
  return bound.test(specifier) ? `Domain folders hold plain types and functions, without ${specifier}.` : null;
};

/** Packages depend one way, and inside a subgraph graphql/ -> domain <- rows/. Tests may wire anything. */
export const importDirection = {
  create(context) {
    const file = inRepository(context.filename);
    const home = packageOf(file);
    if (home === null || isTest(file)) return {};
    return importVisitor((node, specifier) => {
      const message = betweenPackages(home, specifier) ?? betweenLayers(file, specifier);
      if (message !== null) context.report({ node, message });
    });
  },
};
