export { AskKind, AskState, AskType } from './ask.graphql.js';
export { askById, askColumns, askTakesPledges } from './ask.loaders.js';
export { canPledge, canRunAsks } from './ask.policy.js';
export { AsksModule } from './asks.module.js';
