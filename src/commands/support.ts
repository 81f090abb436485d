import type { Config } from '../config.js';
import { shareDatabase } from '../platform/database/open-database.js';
import type { DatabaseUrls } from '../platform/database/urls.js';

/**
 * Runs a command on the prepared database: the one of a server that runs in the same data folder, or one that is
 * started for the command and stopped after it. Progress goes to stderr, so that a command's output can be piped.
 */
export async function withDatabase<T>(config: Config, work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const database = await shareDatabase(config, 'A command of Accompany', (line) => console.error(line));
  const stopOnSignal = (signal: NodeJS.Signals) => {
    void database.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);
  try {
    return await work(database.urls);
  } finally {
    process.off('SIGINT', stopOnSignal);
    process.off('SIGTERM', stopOnSignal);
    await database.close();
  }
}
