export { PledgeClock } from './pledge-clock.js';
export { PledgeClockModule } from './pledge-clock.module.js';
export { PledgeState, PledgeType } from './pledge.graphql.js';
export { PledgePlanInput, type PledgeRequest } from './pledge.inputs.js';
export { pledgeById, pledgeColumns } from './pledge.loaders.js';
export { answerFirst } from './pledge.rules.js';
export { type OwnFacts } from './pledge.policy.js';
export { PledgesModule } from './pledges.module.js';
export { PledgesService } from './pledges.service.js';
