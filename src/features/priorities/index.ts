export { PrioritiesModule } from './priorities.module.js';
export { type NewPriority, PrioritiesService } from './priorities.service.js';
export { livePriority, refusePutAside } from './priority-rows.js';
export { PriorityState, PriorityType } from './priority.graphql.js';
export { priorityById, priorityColumns } from './priority.loaders.js';
export { isLive } from './priority.rules.js';
