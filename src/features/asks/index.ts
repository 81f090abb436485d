export { AskKind, AskState, AskType } from './ask.graphql.js';
export { AskLinks, type OpenedLink } from './ask-links.js';
export { askById, askColumns, askTakesPledges, isMember } from './ask.loaders.js';
export { canPledge, canRunAsks, isPaused } from './ask.policy.js';
export { AskStatesService } from './ask-states.service.js';
export { type AskDraft, AsksService } from './asks.service.js';
export { AsksModule } from './asks.module.js';
export { type ImportFile, decodeUtf8, type ImportProblem, readAsksCsv } from './asks-csv.js';
export { AsksImportService } from './asks-import.service.js';
