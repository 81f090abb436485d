export { PrioritiesModule } from './priorities.module.js';
export { type NewPriority, PrioritiesService } from './priorities.service.js';
export { PriorityType } from './priority.graphql.js';
export { priorityById, priorityColumns } from './priority.loaders.js';
