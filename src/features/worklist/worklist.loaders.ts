import { type Batch, batchOfMany } from '../../platform/graphql/loader.js';
import { allyRequestById } from '../allies/index.js';
import { askById } from '../asks/index.js';
import { campaignById } from '../campaigns/index.js';
import { communityById, membershipById } from '../communities/index.js';
import { mandateById } from '../mandates/index.js';
import { offerById } from '../offers/index.js';
import { priorityById } from '../priorities/index.js';
import { roundById } from '../rounds/index.js';
import type { WorklistCountType } from './worklist.graphql.js';
import { worklistCounts } from './worklist.lists.js';

/** How a subject is loaded, by its type. */
export const subjects: Readonly<Record<string, Batch<string, object | null>>> = {
  AllyRequest: allyRequestById,
  Ask: askById,
  Campaign: campaignById,
  Community: communityById,
  Mandate: mandateById,
  Membership: membershipById,
  Offer: offerById,
  Priority: priorityById,
  PriorityRound: roundById,
};

/** By kind, the most urgent first. */
export const countsOfViewer = batchOfMany<'viewer', WorklistCountType>(
  'countsOfViewer',
  (reader) => reader.rows(worklistCounts.sql, worklistCounts.params),
  () => 'viewer',
);
