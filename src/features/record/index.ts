export { faultSentence, type FaultName, notedFault, type RecordFault } from './record-fault.js';
export { announce, type Deed, prompt, record, type RecordKind, recordKinds } from './record.js';
