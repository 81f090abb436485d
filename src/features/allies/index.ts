export { type Acceptance, AlliesService } from './allies.service.js';
export { AlliesModule } from './allies.module.js';
export { AllyClock } from './ally-clock.js';
export { AllyClockModule } from './ally-clock.module.js';
export { AllyRequestType } from './ally.graphql.js';
export { AnswerInput } from './ally.inputs.js';
export { allyRequestById } from './ally.loaders.js';
export { WAITS } from './joining.resolver.js';
