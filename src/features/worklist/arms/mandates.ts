import { say } from '../../../platform/words/words.js';
import {
  type Arm,
  actingFor,
  AFFECTED,
  campaignOf,
  type Found,
  LAPSED,
  leads,
  liveMandateFor,
  needsRound,
  OWN,
  STEERED,
} from './arm.js';

/** What gives a priority a mandate: two signatures, or once that was done a round, which stewards of the host schedule. */
const nextMandate = (alias: string) =>
  `CASE WHEN ${needsRound(alias)} THEN 'schedulePriorityRound' ELSE 'proposeMandate' END`;
const canRenew = (alias: string) =>
  `CASE WHEN ${needsRound(alias)} THEN ${alias}.community_id = ANY ${STEERED} ELSE ${leads(alias, 'settled')} END`;
const priorityOf = (alias: string) =>
  `JOIN priority p ON p.community_id = ${alias}.community_id AND p.id = ${alias}.priority_id`;
const inReach = (alias: string) =>
  `${alias}.community_id = ANY ((SELECT app.communities_as('affected') || app.communities_as('organizer') || app.coalition_hosts())::uuid[])`;

const mandateEnding: Arm = {
  kind: 'MANDATE_ENDING',
  description:
    'A mandate ends within 14 days, no other follows it, and asks under it are open: they will pause. Where its priority had its emergency mandate, a round has to give the next.',
  nextMutation: 'proposeMandate',
  subject: 'Mandate',
  columns: {
    community: actingFor('m'),
    campaign: 'm.campaign_id',
    subject: 'm.id',
    dueAt: 'm.until',
    since: 'm.starts_at',
    count: 'n.asks',
    title: 'p.statement',
    nextMutation: nextMandate('m'),
  },
  from: `mandate m ${campaignOf('m')} ${priorityOf('m')} CROSS JOIN LATERAL (
    SELECT count(*) AS asks FROM ask a WHERE a.community_id = m.community_id AND a.mandate_id = m.id AND a.state = 'OPEN') n`,
  where: [
    inReach('m'),
    `m.state = 'LIVE' AND m.until > now() AND m.until <= now() + interval '14 days' AND g.state = 'LAUNCHED'`,
    'n.asks > 0',
    `NOT EXISTS (SELECT FROM mandate f WHERE f.community_id = m.community_id AND f.priority_id = m.priority_id AND f.id <> m.id
       AND f.lead_id IS NOT DISTINCT FROM m.lead_id AND f.state IN ('PROPOSED', 'LIVE') AND f.until > m.until)`,
    canRenew('m'),
  ],
  says: ({ count, title }) => say`The mandate for “${title}” ends soon, and with it its asks pause: ${count}.`,
};

const mandateToCosign: Arm = {
  kind: 'MANDATE_TO_COSIGN',
  description: 'A mandate waits for another signature, and yours would do. You have not signed it.',
  nextMutation: 'cosignMandate',
  subject: 'Mandate',
  columns: {
    community: actingFor('m'),
    campaign: 'm.campaign_id',
    subject: 'm.id',
    dueAt: 'm.until',
    since: 'm.created_at',
    // A proposal is made because something does not wait for its last day.
    urgentAt: `least(m.until, m.created_at + interval '3 days')`,
    title: 'p.statement',
  },
  from: `mandate m ${campaignOf('m')} ${priorityOf('m')}`,
  where: [
    inReach('m'),
    `(m.state = 'PROPOSED' OR (m.state = 'LIVE' AND m.kind = 'FOUNDING')) AND m.until > now() AND m.round_id IS NULL`,
    `g.state NOT IN ('STOPPED', 'CONCLUDED') AND p.withdrawn_at IS NULL AND p.merged_into IS NULL`,
    `(${leads('m', 'settled')}) OR (m.kind = 'FOUNDING' AND m.lead_id IS NULL AND m.community_id = ANY ${AFFECTED})`,
    `NOT EXISTS (SELECT FROM mandate_signature s WHERE s.community_id = m.community_id AND s.mandate_id = m.id AND s.signed_by = ANY ${OWN})`,
    `NOT EXISTS (SELECT FROM lead_act s WHERE s.community_id = m.lead_id AND s.subject_id = m.id AND s.kind = 'mandate_signature' AND s.membership_id = ANY ${OWN})`,
    `(SELECT count(*) FROM mandate e WHERE e.community_id = m.community_id AND e.campaign_id = m.campaign_id
       AND e.kind = 'EMERGENCY' AND e.state = 'LIVE' AND e.until > now()) < 3`,
    `NOT ${needsRound('m', 'm.id')}`,
  ],
  says: ({ title }) => say`A mandate for “${title}” waits for another signature.`,
};

const askPaused: Arm = {
  kind: 'ASK_PAUSED_BY_MANDATE',
  description:
    'An ask paused because its mandate ended. It opens again under a live one where there is one; else that comes first.',
  nextMutation: 'openAsk',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    since: 'm.until',
    title: 'a.title',
    nextMutation: `CASE WHEN ${liveMandateFor('a')} THEN 'openAsk' ELSE ${nextMandate('a')} END`,
  },
  from: `ask a JOIN mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id ${campaignOf('a')}`,
  where: [
    inReach('a'),
    `(a.state = 'PAUSED' AND a.paused_because = 'MANDATE_ENDED') OR (a.state = 'OPEN' AND a.mandate_id = ANY ${LAPSED})`,
    `g.state = 'LAUNCHED' AND (a.ends_at IS NULL OR a.ends_at > now())`,
    `CASE WHEN ${liveMandateFor('a')} THEN ${leads('a', 'organizer')} ELSE ${canRenew('a')} END`,
  ],
  says: ({ title, nextMutation }: Found) =>
    nextMutation === 'openAsk'
      ? say`“${title}” paused with its mandate. There is a live one again: open it under that.`
      : say`“${title}” is paused: its mandate has ended, and there is no other yet.`,
};

export const mandates: readonly Arm[] = [mandateEnding, mandateToCosign, askPaused];
