const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['countersign-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  modulePathIgnorePatterns: ['/dist/', '/.tmp/'],
};
const project = (displayName, testMatch, extra = {}) => ({ ...shared, displayName, testMatch, ...extra });

/** Projects from quick to slow. Only `unit` runs without servers. */
export default {
  // Jest reads this one only here, not inside a project.
  testTimeout: 60_000,
  projects: [
    project('unit', [
      '<rootDir>/{platform,plugins,subgraphs,gateway,server,schema,card-agent}/**/src/**/!(*.contract).test.ts',
    ]),
    project('contract', [
      '<rootDir>/{platform,plugins,subgraphs,gateway,server,card-agent}/**/src/**/*.contract.test.ts',
    ]),
    project('flow', ['<rootDir>/test/flow/**/*.test.ts']),
    project('threat', ['<rootDir>/test/threat/**/*.test.ts']),
    project('fault', ['<rootDir>/test/fault/**/*.test.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts']),
  ],
};
