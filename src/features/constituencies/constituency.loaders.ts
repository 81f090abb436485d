import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { ConstituencyType } from './constituency.graphql.js';

const columns = `c.id, c.community_id AS "communityId", c.name, c.about, c.retired_at AS "retiredAt", s.people AS "peopleCount",
  EXISTS (SELECT FROM constituency_member d WHERE d.community_id = c.community_id AND d.constituency_id = c.id
    AND d.membership_id = ANY ((SELECT app.my_memberships())::uuid[])) AS "viewerBelongs"`;

export const constituencyById = batch<string, ConstituencyType>('constituencyById', (reader, ids) =>
  reader.rows(
    `SELECT ${columns} FROM constituency c
       LEFT JOIN app.constituency_sizes(ARRAY(SELECT o.community_id FROM constituency o WHERE o.id = ANY ($1))) s ON s.constituency_id = c.id
      WHERE c.id = ANY ($1)`,
    [ids],
  ),
);

/** Those that can be chosen, by name. */
export const constituenciesIn = batchOfMany<string, ConstituencyType>(
  'constituenciesIn',
  (reader, communityIds) =>
    reader.rows(
      `SELECT ${columns} FROM constituency c LEFT JOIN app.constituency_sizes($1) s ON s.constituency_id = c.id
        WHERE c.community_id = ANY ($1) AND c.retired_at IS NULL ORDER BY c.community_id, lower(c.name)`,
      [communityIds],
    ),
  (row) => row.communityId,
);
