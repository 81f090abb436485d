export { PrioritiesModule } from './priorities.module.js';
export { type NewPriority, PrioritiesService } from './priorities.service.js';
export { refusePutAside, seenPriority } from './priority-rows.js';
export { PriorityState, PriorityType } from './priority.graphql.js';
export { priorityById, priorityColumns, priorityIsLive, priorityState } from './priority.loaders.js';
export { isLive } from './priority.rules.js';
