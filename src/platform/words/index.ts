export { type Language, languageOf, languages, spokenTo } from './languages.js';
export { translate } from './translate.js';
export { english, type Message, say, type Words } from './words.js';
