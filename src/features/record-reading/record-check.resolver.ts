import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import { BadRequest } from '../../platform/graphql/errors.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { canSeeRecord, CommunityType } from '../communities/index.js';
import { faultSentence } from '../record/index.js';
import { RecordCheckArgs, RecordCheckType, RecordFaultType } from './record-check.graphql.js';
import { recordCheckOf } from './record-check.loaders.js';

@Resolver(() => CommunityType)
export class CommunityRecordCheckResolver {
  @ResolveField(() => RecordCheckType, {
    nullable: true,
    description:
      'Whether the record is as it was recorded, 10,000 entries at a time, and whether a head that you noted earlier is still in it. For the people affected. Costs as much as 2,000 objects.',
  })
  @Access(canSeeRecord)
  @Costs(2_000)
  recordCheck(
    @Parent() community: CommunityType,
    @Args() { from = 1, seq, hash }: RecordCheckArgs,
    @Load() load: LoadFunction,
  ): Promise<RecordCheckType> {
    if ((seq == null) !== (hash == null))
      throw new BadRequest('Send both the position and the hash of the head that you noted.');
    const noted = seq == null || hash == null ? null : { place: seq, hash: hash.toLowerCase() };
    return load(recordCheckOf, { communityId: community.id, from, noted });
  }
}

@Resolver(() => RecordFaultType)
export class RecordFaultsResolver {
  @ResolveField(() => String, { description: 'What it means, as a sentence in your language.', middleware: [spoken] })
  @Access(visible)
  text(@Parent() { fault }: RecordFaultType): Words {
    return faultSentence(fault);
  }
}
