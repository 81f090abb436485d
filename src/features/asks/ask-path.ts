import { batchOfMany } from '../../platform/graphql/loader.js';
import { MandateStepKind, type MandateStepType, type PlainStep, withRounds } from '../mandates/index.js';

/**
 * From an ask to the community, step by step, under the policies of the viewer: a step that they may not see is not
 * there, and a draft has no mandate.
 */
export const mandatePathOfAsk = batchOfMany<string, MandateStepType & { of: string }>(
  'mandatePathOfAsk',
  async (reader, askIds) =>
    withRounds(
      reader,
      await reader.rows<PlainStep>(
        `SELECT a.id AS "of", step.type, step.id, step.title, step.says
           FROM ask a
           LEFT JOIN mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
           LEFT JOIN priority p ON p.community_id = a.community_id AND p.id = a.priority_id
           LEFT JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
           LEFT JOIN community c ON c.id = coalesce(a.lead_id, a.community_id)
          CROSS JOIN LATERAL (VALUES
             (1, '${MandateStepKind.ASK}', a.id, a.title, a.description),
             (2, '${MandateStepKind.MANDATE}', m.id, m.kind, m.reason),
             (3, '${MandateStepKind.PRIORITY}', p.id, p.statement, p.details),
             (4, '${MandateStepKind.CAMPAIGN}', g.id, g.name, g.summary),
             (5, '${MandateStepKind.COMMUNITY}', c.id, c.name, c.about)) AS step (place, type, id, title, says)
          WHERE a.id = ANY ($1) AND step.id IS NOT NULL ORDER BY a.id, step.place`,
        [askIds],
      ),
    ),
  (step) => step.of,
);
