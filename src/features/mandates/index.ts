export { MandateClock } from './mandate-clock.js';
export { MandateClockModule } from './mandate-clock.module.js';
export { MandateState, MandateType } from './mandate.graphql.js';
export { liveMandateOf, mandateById, mandateColumns, mandateIsOver } from './mandate.loaders.js';
export { MandatesModule } from './mandates.module.js';
export { MandatesService } from './mandates.service.js';
