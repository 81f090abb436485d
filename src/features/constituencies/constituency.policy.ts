import { affectedPeople, stewards } from '../../platform/access/rule.js';

export const canDeclareConstituency = stewards;
export const canRetireConstituency = stewards;
/** Each for themselves, on probation as well: it says who one is, and decides nothing. */
export const canChooseConstituencies = affectedPeople;
export const canSeeConstituencies = affectedPeople;
