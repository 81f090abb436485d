import { Args, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { ViewerType } from '../people/index.js';
import {
  type AskCautionType,
  type AskReasonType,
  AskSuggestionArgs,
  AskSuggestionType,
} from './ask-suggestion.graphql.js';
import { type SuggestedRow, suggestionList } from './ask-suggestion.list.js';
import { cautionsFor, reasonsFor } from './ask-suggestion.rules.js';
import { canBeMatched } from './matching.policy.js';
import type { MatchingProfile } from './matching-profile.rules.js';
import { MatchingProfilesService } from './matching-profiles.service.js';

const AskSuggestionConnection = Connection(AskSuggestionType);

/** Fit is weighed for every open ask that the viewer may see, whatever the page holds. */
const COST = 100;

@Resolver(() => ViewerType)
export class AskSuggestionsResolver {
  constructor(
    private readonly pager: Pager,
    private readonly profiles: MatchingProfilesService,
  ) {}

  @ResolveField(() => AskSuggestionConnection, {
    nullable: true,
    description:
      'Open asks with room that you could take on, with reasons: first what you carry at less risk than the people concerned, then what you bring, then what anyone can do, then the rest; among equals in the order of the community’s priorities, then by start. Asks to which you pledged are left out. Null for an account of the host, which pledges nothing.',
  })
  @Access(canBeMatched)
  @Costs(COST)
  async asksForMe(
    @Args() args: AskSuggestionArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<AskSuggestionType>> {
    const profile = await this.profiles.own(reader);
    const page = await this.pager.page<SuggestedRow & Partial<AskSuggestionType>>(
      reader,
      suggestionList(profile, args),
      args,
    );
    for (const row of page.nodes) Object.assign(row, suggestion(row, profile));
    return page as Page<SuggestedRow & AskSuggestionType>;
  }
}

function suggestion(row: SuggestedRow, profile: MatchingProfile): AskSuggestionType {
  const ask = { ...row.facts, startsAt: row.startsAt, readAt: row.readAt };
  return {
    ask: row,
    joinFirst: ask.joinFirst,
    reasons: reasonsFor(ask, profile) as AskReasonType[],
    cautions: cautionsFor(ask, profile) as AskCautionType[],
  };
}
