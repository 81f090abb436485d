export { AttestationBatchType } from './attestation-batch.graphql.js';
export { type AttestationResult, AttestationsService } from './attestations.service.js';
export { FulfilmentClock } from './fulfilment-clock.js';
export { FulfilmentClockModule } from './fulfilment-clock.module.js';
export { AttestationKind, OccurrenceState, OccurrenceType } from './fulfilment.graphql.js';
export { attestationBatchById, occurrenceById, occurrenceColumns, occurrenceFrom } from './fulfilment.loaders.js';
export { FulfilmentModule } from './fulfilment.module.js';
export { ReportsService } from './reports.service.js';
