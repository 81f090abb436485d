export { MandateClock } from './mandate-clock.js';
export { MandateClockModule } from './mandate-clock.module.js';
