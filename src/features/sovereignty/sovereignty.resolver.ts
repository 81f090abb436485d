import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Load } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { OpenAsksByMandateType, SovereigntyFaultType, SovereigntyReportType } from './sovereignty.graphql.js';
import { openAsksByMandateOf, openAsksList, sovereigntyOf } from './sovereignty.loaders.js';
import { faultSentence, reportSentences } from './sovereignty.words.js';

const AskConnection = Connection(AskType);

@Resolver(() => CampaignType)
export class CampaignSovereigntyResolver {
  @ResolveField(() => SovereigntyReportType, {
    nullable: true,
    description:
      'Whose its priorities are, proved from record and tables. For the people affected of the communities that lead it; in short for everyone who sees the campaign, where its community publishes that. Costs as much as 2,000 objects.',
  })
  @Access(visible)
  @Costs(2_000)
  sovereigntyReport(
    @Parent() { communityId, id }: CampaignType,
    @Load() load: LoadFunction,
  ): Promise<SovereigntyReportType | null> {
    return load(sovereigntyOf, { communityId, campaignId: id });
  }
}

@Resolver(() => SovereigntyReportType)
export class SovereigntyResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => [OpenAsksByMandateType], {
    description: 'How many of the asks that you may see are open, by the kind of mandate that they are under.',
  })
  @Access(visible)
  openAsksByMandate(
    @Parent() report: SovereigntyReportType,
    @Load() load: LoadFunction,
  ): Promise<OpenAsksByMandateType[]> {
    return load(openAsksByMandateOf, report);
  }

  @ResolveField(() => AskConnection, {
    description: 'The asks that are open, latest opened first: ask each for its `mandate`.',
  })
  @Access(visible)
  openAsks(
    @Parent() report: SovereigntyReportType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AskType>> {
    return this.pager.children(load, openAsksList(report), page);
  }

  @ResolveField(() => [String], {
    description: 'All of it for reading, a sentence each, in your language.',
    middleware: [spoken],
  })
  @Access(visible)
  async text(@Parent() report: SovereigntyReportType, @Load() load: LoadFunction): Promise<Words[]> {
    return reportSentences(report, await load(openAsksByMandateOf, report));
  }
}

@Resolver(() => SovereigntyFaultType)
export class SovereigntyFaultsResolver {
  @ResolveField(() => String, { description: 'What it means, as a sentence in your language.', middleware: [spoken] })
  @Access(visible)
  text(@Parent() fault: SovereigntyFaultType): Words {
    return faultSentence(fault);
  }
}
