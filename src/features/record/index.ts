export { announce, type Deed, record, type RecordKind, recordKinds } from './record.js';
