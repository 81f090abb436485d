export { AskDetails, placeOf, shiftText, Written } from './ask-details.js';
export { LanguageLinks } from './ask-page.js';
export type { AskFacts, AskWords, ShiftShown } from './ask-page.query.js';
export { ASK_STYLE } from './ask-page.style.js';
export { askTexts, LANGUAGE_NAMES } from './ask-page.texts.js';
export { AskPagesModule } from './ask-pages.module.js';
export { isolated, timeText } from './times.js';
