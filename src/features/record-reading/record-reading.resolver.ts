import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { canSeeRecord, communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { RecordEntryType } from './record-entry.graphql.js';
import { recordHeadOf, recordHeadsList, recordList } from './record-entry.loaders.js';
import { sentenceOf } from './record-entry.sentences.js';
import { PublishedRecordHeadType, RecordHeadType } from './record-head.graphql.js';
import { RecordArgs } from './record-reading.inputs.js';

const RecordEntryConnection = Connection(RecordEntryType);
const PublishedRecordHeadConnection = Connection(PublishedRecordHeadType);

@Resolver(() => CommunityType)
export class CommunityRecordResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => RecordEntryConnection, {
    nullable: true,
    description: 'What was decided and done here, latest first. For the people affected.',
  })
  @Access(canSeeRecord)
  record(
    @Parent() community: CommunityType,
    @Args() args: RecordArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<RecordEntryType>> {
    const parent = { 'e.community_id': community.id };
    return this.pager.children(load, { ...recordList(args), parent }, args);
  }

  @ResolveField(() => RecordHeadType, {
    nullable: true,
    description: 'The end of the chain. Note it down: it proves the past. Null until there is one.',
  })
  @Access(visible)
  recordHead(@Parent() community: CommunityType, @Load() load: LoadFunction): Promise<RecordHeadType | null> {
    return load(recordHeadOf, community.id);
  }

  @ResolveField(() => PublishedRecordHeadConnection, {
    description:
      'Where the chain ended at the end of each day, latest first: one for every day on which it grew. To outsiders those of the days on which this page was public. The same heads of all public pages are in `/record-heads.txt`.',
  })
  @Access(visible)
  recordHeads(
    @Parent() community: CommunityType,
    @Args() args: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PublishedRecordHeadType>> {
    const parent = { 'd.community_id': community.id };
    return this.pager.children(load, { ...recordHeadsList, parent }, args);
  }
}

@Resolver(() => RecordEntryType)
export class RecordEntriesResolver {
  @ResolveField(() => String, {
    description: 'What was done, as a sentence in your language. It names nobody.',
    middleware: [spoken],
  })
  @Access(visible)
  text(@Parent() { kind, actorRole, details }: RecordEntryType): Words {
    return sentenceOf(kind, actorRole, details);
  }

  @ResolveField(() => String, {
    description: 'Ids, numbers and states beside it, as JSON. Never what a person wrote.',
  })
  @Access(visible)
  details(@Parent() { details }: RecordEntryType): string {
    return JSON.stringify(details);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description:
      'The other community that did it, where both lead a campaign together; null otherwise. Who of it did is on its own record.',
  })
  @Access(visible)
  async lead(@Parent() { details }: RecordEntryType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    const leadId = details['leadId'];
    return typeof leadId === 'string' ? load(communityById, leadId) : null;
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Whoever did it, where you may know who it is.' })
  @Access(visible)
  async actor(@Parent() { actorId }: RecordEntryType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return actorId === null ? null : load(membershipById, actorId);
  }
}
