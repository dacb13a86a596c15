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
  // Modules of finished files stay in a worker's memory; one that holds this much makes room for a fresh one.
  workerIdleMemoryLimit: '1200MB',
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
