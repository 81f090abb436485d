import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CommunityType } from '../communities/index.js';
import { MessageReportType } from './message-report.graphql.js';
import { MessageReportsService } from './message-reports.service.js';
import { ThreadMessageType } from './thread.graphql.js';
import { ReportMessageInput, SettleMessageReportInput } from './thread.inputs.js';
import { MessageReportListArgs, messageReportList } from './thread.lists.js';
import { messageById, reportById } from './thread.loaders.js';
import { ReportMessagePayload, SettleMessageReportPayload } from './thread.payloads.js';
import { canReportMessage, canSettleReport } from './thread.policy.js';

const MessageReportConnection = Connection(MessageReportType);

@Resolver(() => CommunityType)
export class CommunityReportsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => MessageReportConnection, {
    description:
      'Messages in its threads that were reported, latest first: for its stewards, each without those of messages of their own. Where no other steward is left, for everyone affected past their probation. Empty for others.',
  })
  @Access(visible)
  messageReports(
    @Parent() { id }: CommunityType,
    @Args() args: MessageReportListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<MessageReportType>> {
    const list = messageReportList('Community.messageReports', args);
    return this.pager.children(load, { ...list, parent: { 'r.community_id': id } }, args);
  }
}

@Resolver(() => MessageReportType)
export class MessageReportsResolver {
  constructor(private readonly reports: MessageReportsService) {}

  @ResolveField(() => ThreadMessageType, { nullable: true, description: 'The message, as it stands now.' })
  @Access(visible)
  message(@Parent() { messageId }: MessageReportType, @Load() load: LoadFunction): Promise<ThreadMessageType | null> {
    return load(messageById, messageId);
  }

  @Access(canReportMessage)
  @Costs(20)
  @Mutation(() => ReportMessagePayload, {
    description:
      'Reports a message that harms to the stewards of the host, without its author. Who reported it is told to nobody.',
  })
  async reportMessage(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReportMessageInput,
    @Load() load: LoadFunction,
  ): Promise<ReportMessagePayload> {
    const { messageId } = await this.reports.report(actor, input);
    return { message: await load(messageById, messageId), userErrors: [] };
  }

  @Access(canSettleReport)
  @Mutation(() => SettleMessageReportPayload, {
    description:
      'Decides whether a reported message is hidden or kept. It is on the record that somebody did, and how.',
  })
  async settleMessageReport(
    @CurrentActor() actor: Actor,
    @Args('input') input: SettleMessageReportInput,
    @Load() load: LoadFunction,
  ): Promise<SettleMessageReportPayload> {
    const { reportId } = await this.reports.settle(actor, input);
    return { report: await load(reportById, reportId), userErrors: [] };
  }
}
