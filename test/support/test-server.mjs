// Shared by Jest's own process, which cannot load TypeScript modules, and by the tests.

/** 32 bytes, for every database of a test run. */
export const TEST_SECRET = '7465737473'.padEnd(64, '0');
export const TEMPLATE = 'accompany_template';
/** Holds the superuser's address of this run's server. */
export const TEST_SERVER_VARIABLE = 'ACCOMPANY_TEST_SERVER';
