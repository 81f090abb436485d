export { MandateClock } from './mandate-clock.js';
export { MandateClockModule } from './mandate-clock.module.js';
export { MandateKind, MandateState, MandateType } from './mandate.graphql.js';
export { liveMandateOf, mandateById, mandateColumns, mandateIsOver } from './mandate.loaders.js';
export { type PlainStep, withRounds } from './mandate-path.js';
export { MandateStepKind, MandateStepType } from './mandate-path.graphql.js';
export { MandatesModule } from './mandates.module.js';
export { MandatesService, type NewMandate } from './mandates.service.js';
