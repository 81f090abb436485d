import { swcOptions, swcPageOptions } from './scripts/swc-options.mjs';

/** Native ES modules, run by `npm test`: transforming the dependencies to CommonJS does not work. */
export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts', '<rootDir>/src/**/*.spec.{ts,tsx}'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions], '^.+\\.tsx$': ['@swc/jest', swcPageOptions] },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  maxWorkers: 2,
  // Modules of a finished file are never freed: near the limit of the heap a worker does little else than look for memory.
  workerIdleMemoryLimit: '1GB',
  // Loading a Nest application takes up to two seconds on a small machine, before anything is tested.
  testTimeout: 20_000,
  coverageProvider: 'babel',
};
