export { PriorityRoundType, RoundItemType } from './round.graphql.js';
export { itemsOf, roundById } from './round.loaders.js';
export { RoundClock } from './round-clock.js';
export { RoundCourse } from './round-course.js';
export { explanationOf } from './round.words.js';
export { RoundsModule } from './rounds.module.js';
