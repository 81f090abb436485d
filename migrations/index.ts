import type { MigrationInterface } from 'typeorm';

/** Every migration, oldest first. Listed by hand: a folder scan would also run what was left there by accident. */
export const migrations: (new () => MigrationInterface)[] = [];
