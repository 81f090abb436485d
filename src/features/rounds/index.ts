export { levelsFrom } from './recount/recount.document.js';
export { type Recounted, recounted } from './recount/recount.js';
export { readRecountFile, type RecountFile } from './recount/recount-file.js';
export { PriorityRoundType, RoundItemType } from './round.graphql.js';
export { itemsOf, roundById } from './round.loaders.js';
export { RoundClock } from './round-clock.js';
export { RoundCourse } from './round-course.js';
export { explanationOf } from './round.words.js';
export { RoundsModule } from './rounds.module.js';
