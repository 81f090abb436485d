export { type AttestationResult, AttestationsService } from './attestations.service.js';
export { AttestationKind, OccurrenceState, OccurrenceType } from './fulfilment.graphql.js';
export { occurrenceById, occurrenceColumns, occurrenceFrom } from './fulfilment.loaders.js';
export { FulfilmentModule } from './fulfilment.module.js';
export { ReportsService } from './reports.service.js';
