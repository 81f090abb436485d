import { ArgsType, Field, ID } from '@nestjs/graphql';
import { ArrayMaxSize, IsEnum } from 'class-validator';
import type { ListSpec, Statement } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Optional, Uuid } from '../../platform/validation/index.js';
import { arms } from './all-arms.js';
import { WorklistKind } from './worklist.graphql.js';
import { allOf } from './worklist.sql.js';

@ArgsType()
export class WorklistArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what you would do for this community.' })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => [WorklistKind], { nullable: true, description: 'Only these kinds.' })
  @Optional()
  @IsEnum(WorklistKind, { each: true })
  @ArrayMaxSize(100, { message: 'TOO_MANY|Send each kind once.' })
  kinds?: string[] | null;
}

const itemColumns = `w.kind, w.community_id AS "communityId", w.campaign_id AS "campaignId", w.subject_id AS "subjectId", w.due_at AS "dueAt", w.since, w.count, w.title,
  w.amount, w.unit, w.next_mutation AS "nextMutation"`;

/** Kinds that nobody asked for are not read at all. */
export function worklist({ communityId, kinds }: WorklistArgs): ListSpec {
  const wanted = kinds == null ? arms : arms.filter(({ kind }) => kinds.includes(kind));
  return {
    scope: 'Viewer.worklist',
    select: itemColumns,
    from: allOf(wanted.length === 0 ? arms.slice(0, 1) : wanted),
    where: [...(communityId == null ? [] : ['w.community_id = $1']), ...(wanted.length === 0 ? ['false'] : [])],
    params: communityId == null ? [] : [communityId],
    order: [
      { sql: 'w.urgent_at', type: 'timestamptz' },
      { sql: 'w.kind', type: 'text' },
      { sql: 'w.subject_id', type: 'uuid' },
      { sql: 'w.community_id', type: 'uuid' },
    ],
  };
}

export const worklistCounts: Statement = {
  sql: `SELECT w.kind, count(*)::integer AS items, sum(w.count)::integer AS count FROM ${allOf(arms)} GROUP BY w.kind ORDER BY min(w.urgent_at), w.kind`,
  params: [],
};
