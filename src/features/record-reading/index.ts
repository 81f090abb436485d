export { RecordEntryType, RecordKindEnum, RecordRole } from './record-entry.graphql.js';
export { recordEntryById } from './record-entry.loaders.js';
export { RecordReadingModule } from './record-reading.module.js';
