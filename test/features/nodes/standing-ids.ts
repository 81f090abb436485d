import { sql } from '../../support/database.js';
import type { TestApp } from '../../support/client.js';

/** Every id that is sent about admissions and standings, with the rest of its input. */
export const STANDING: [field: string, at: string, type: string, rest: () => Record<string, unknown>][] = [
  ['changeCommunitySettings', 'communityId', 'Community', () => ({ expectedVersion: 1, name: 'Ours' })],
  ['revokeInvitation', 'invitationId', 'Invitation', () => ({})],
  ['vouchFor', 'requestId', 'MembershipRequest', () => ({})],
  ['withdrawVouch', 'requestId', 'MembershipRequest', () => ({})],
  ['declineMembership', 'requestId', 'MembershipRequest', () => ({})],
  ['withdrawMembershipRequest', 'requestId', 'MembershipRequest', () => ({})],
  ['removeMember', 'membershipId', 'Membership', () => ({ reason: 'Harm.' })],
  ['proposeStewardRemoval', 'membershipId', 'Membership', () => ({ reason: 'Harm.' })],
  ['confirmStewardRemoval', 'removalId', 'Removal', () => ({})],
  ['objectToStewardRemoval', 'removalId', 'Removal', () => ({})],
  ['withdrawStewardRemoval', 'removalId', 'Removal', () => ({})],
  ['changeDuties', 'membershipId', 'Membership', () => ({ isSteward: true })],
  ['confirmSteward', 'membershipId', 'Membership', () => ({})],
  ['acceptDuty', 'offerId', 'DutyOffer', () => ({})],
  ['declineDuty', 'offerId', 'DutyOffer', () => ({})],
  ['resignStewardship', 'communityId', 'Community', () => ({})],
  ['changeMyMembership', 'communityId', 'Community', () => ({ isListed: true })],
  ['leaveCommunity', 'communityId', 'Community', () => ({})],
];

/** One of each that is no Node, as it lies in the tables of a community. */
export async function standingIds(on: TestApp, communityId: string): Promise<Record<string, string>> {
  const query = sql(on.urls.owner);
  const one = async (text: string) => (await query(text, [communityId]))[0]?.['id'] as string;
  const steward = '(SELECT id FROM membership WHERE community_id = $1 AND is_steward LIMIT 1)';
  const other = '(SELECT id FROM membership WHERE community_id = $1 AND NOT is_steward LIMIT 1)';
  return {
    Invitation: await one(
      `INSERT INTO invitation (community_id, id, token_hash, invited_by, expires_at)
       VALUES ($1, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), ${steward}, now() + interval '7 days') RETURNING id`,
    ),
    MembershipRequest: await one(
      `WITH asker AS (INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id)
       INSERT INTO membership_request (community_id, id, person_id, pseudonym) SELECT $1, gen_random_uuid(), id, 'Rowan' FROM asker RETURNING id`,
    ),
    Removal: await one(
      `INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by)
       VALUES ($1, gen_random_uuid(), ${other}, true, 'Harm.', 'PROPOSED', ${steward}) RETURNING id`,
    ),
    DutyOffer: await one(
      `INSERT INTO duty_offer (community_id, id, membership_id) VALUES ($1, gen_random_uuid(), ${other}) RETURNING id`,
    ),
  };
}
