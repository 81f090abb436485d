export { EntriesModule } from './entries.module.js';
export { EntryClock } from './entry-clock.js';
export { AssistedEntryType } from './entry.graphql.js';
export { entryById } from './entry.loaders.js';
