export { messageById, questionById, reportById } from './thread.loaders.js';
export { QuestionClock } from './question-clock.js';
export { ThreadsModule } from './threads.module.js';
