import { type Batch, batch } from '../../platform/graphql/loader.js';
import { allyRequestById } from '../allies/index.js';
import { askById, askShiftById, askTranslationById } from '../asks/index.js';
import { campaignById, demandById } from '../campaigns/index.js';
import { dashboardKeyById } from '../dashboard-keys/index.js';
import { communityById, membershipById } from '../communities/index.js';
import { attestationBatchById, occurrenceById } from '../fulfilment/index.js';
import { notificationById } from '../inbox/index.js';
import { mandateById } from '../mandates/index.js';
import { offerById } from '../offers/index.js';
import { organizationById } from '../organizations/index.js';
import { entryById } from '../entries/index.js';
import { pledgeById } from '../pledges/index.js';
import { priorityById } from '../priorities/index.js';
import { recordEntryById } from '../record-reading/index.js';
import { roundById } from '../rounds/index.js';
import { messageById, questionById, reportById } from '../threads/index.js';

interface Kind {
  table: string;
  byId: Batch<string, object | null>;
}

/** Every type that implements Node, by its name in the schema: where its rows lie, and how it is loaded. */
export const kinds: Readonly<Record<string, Kind>> = {
  AllyRequest: { table: 'ally_request', byId: allyRequestById },
  AskShift: { table: 'ask_shift', byId: askShiftById },
  Ask: { table: 'ask', byId: askById },
  AttestationBatch: { table: 'attestation_batch', byId: attestationBatchById },
  AskTranslation: { table: 'ask_translation', byId: askTranslationById },
  Campaign: { table: 'campaign', byId: campaignById },
  Community: { table: 'community', byId: communityById },
  DashboardKey: { table: 'dashboard_key', byId: dashboardKeyById },
  Demand: { table: 'demand', byId: demandById },
  Mandate: { table: 'mandate', byId: mandateById },
  Membership: { table: 'membership', byId: membershipById },
  Notification: { table: 'notification', byId: notificationById },
  MessageReport: { table: 'message_report', byId: reportById },
  Occurrence: { table: 'occurrence', byId: occurrenceById },
  Offer: { table: 'offer', byId: offerById },
  Organization: { table: 'organization', byId: organizationById },
  AssistedEntry: { table: 'assisted_entry', byId: entryById },
  Pledge: { table: 'pledge', byId: pledgeById },
  PledgeQuestion: { table: 'thread_question', byId: questionById },
  Priority: { table: 'priority', byId: priorityById },
  PriorityRound: { table: 'priority_round', byId: roundById },
  RecordEntry: { table: 'record_entry', byId: recordEntryById },
  ThreadMessage: { table: 'thread_message', byId: messageById },
};

const everyTable = Object.entries(kinds)
  .map(([type, { table }]) => `SELECT '${type}' AS type, id FROM ${table} WHERE id = ANY ($1)`)
  .join(' UNION ALL ');

/** Of what type an id is; null for an id of nothing, and of nothing that the viewer may see. */
export const typeOfId = batch<string, { id: string; type: string }>('typeOfId', (reader, ids) =>
  reader.rows(everyTable, [ids]),
);
