import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { communityById, CommunityType } from '../communities/index.js';
import { canSeeConstituencies, constituencyById, ConstituencyType } from '../constituencies/index.js';
import { priorityById, PriorityType } from '../priorities/index.js';
import {
  ConstituencyTurnoutType,
  PriorityRoundType,
  RoundBallotType,
  RoundItemType,
  RoundObjectionType,
  RoundPartType,
} from './round.graphql.js';
import { BallotsArgs } from './round.inputs.js';
import { ballotList, constituencyTurnoutsOf, itemsOf, objectionsOf, partsOf } from './round.loaders.js';
import { canSeeResult } from './round.policy.js';
import { levelsOf } from './round.rules.js';
import { explanationOf } from './round.words.js';

const RoundBallotConnection = Connection(RoundBallotType);

/** What came of a round, for the people affected. */
@Resolver(() => PriorityRoundType)
export class ResultsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => [RoundPartType], {
    nullable: true,
    description: 'Roll and turnout, community by community, for the people affected. Empty before it opens.',
  })
  @Access(canSeeResult)
  parts(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<RoundPartType[]> {
    return load(partsOf, round.id);
  }

  @ResolveField(() => [RoundObjectionType], {
    nullable: true,
    description: 'Objections to its result, in order, for the people affected.',
  })
  @Access(canSeeResult)
  objections(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<RoundObjectionType[]> {
    return load(objectionsOf, round.id);
  }

  @ResolveField(() => RoundBallotConnection, {
    nullable: true,
    description:
      'The ballots, in an order drawn at random, for the people affected. Empty before the count, and where too few voted for them to be published.',
  })
  @Access(canSeeResult)
  async ballots(
    @Parent() round: PriorityRoundType,
    @Args() args: BallotsArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<RoundBallotType>> {
    const parent = { 'b.community_id': round.communityId, 'b.round_id': round.id };
    return this.pager.children(load, { ...ballotList(args.receipt ?? null), parent }, args);
  }
}

@Resolver(() => RoundBallotType)
export class RoundBallotsResolver {
  @ResolveField(() => [[ID]], {
    description:
      'Ids of priorities, level by level, the first first; those on one level are ranked alike. Empty for: none of these.',
  })
  @Access(visible)
  async levels(@Parent() ballot: RoundBallotType, @Load() load: LoadFunction): Promise<string[][]> {
    const items = await load(itemsOf, ballot.roundId);
    return levelsOf(ballot.marks, inListOrder(items));
  }
}

@Resolver(() => RoundItemType)
export class RoundItemsResolver {
  @ResolveField(() => PriorityType, { nullable: true, description: 'The priority.' })
  @Access(visible)
  priority(@Parent() item: RoundItemType, @Load() load: LoadFunction): Promise<PriorityType | null> {
    return load(priorityById, item.priorityId);
  }

  @ResolveField(() => [String], {
    nullable: true,
    description:
      'Why it has its rank, sentence by sentence, for the people affected. Null before the count, without a rank, and where too few voted to say.',
    middleware: [spoken],
  })
  @Access(visible)
  async explanation(@Parent() item: RoundItemType, @Load() load: LoadFunction): Promise<Words[] | null> {
    if (item.because === null || item.rank === null) return null;
    const items = await load(itemsOf, item.roundId);
    return explanationOf(item.because, item.rank, new Map(items.map((one) => [one.priorityId, one.statement])));
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'The same in exact numbers, as JSON: fractions are text such as `3/7`, and what is counted for each community stands in the order of `parts`.',
  })
  @Access(visible)
  numbers(@Parent() { because }: RoundItemType): string | null {
    return because === null ? null : JSON.stringify(because);
  }
}

@Resolver(() => RoundPartType)
export class RoundPartsResolver {
  @ResolveField(() => CommunityType, { nullable: true, description: 'The community.' })
  @Access(visible)
  community(@Parent() part: RoundPartType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, part.communityId);
  }

  @ResolveField(() => [ConstituencyTurnoutType], {
    nullable: true,
    description:
      'Turnout by constituency, for the people affected in this community and nobody else. Empty before the closing; constituencies with fewer than ten people on the roll are never in it.',
  })
  @Access(canSeeConstituencies)
  constituencies(@Parent() part: RoundPartType, @Load() load: LoadFunction): Promise<ConstituencyTurnoutType[]> {
    return load(constituencyTurnoutsOf, part.id);
  }
}

@Resolver(() => ConstituencyTurnoutType)
export class ConstituencyTurnoutsResolver {
  @ResolveField(() => ConstituencyType, { nullable: true, description: 'The constituency.' })
  @Access(visible)
  constituency(
    @Parent() turnout: ConstituencyTurnoutType,
    @Load() load: LoadFunction,
  ): Promise<ConstituencyType | null> {
    return load(constituencyById, turnout.constituencyId);
  }
}

function inListOrder(items: readonly RoundItemType[]): string[] {
  return [...items]
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0))
    .map(({ priorityId }) => priorityId);
}
