import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Config } from '../../config.js';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { askById, AskType } from '../asks/index.js';
import { pledgeById, PledgeType } from '../pledges/index.js';
import { type Entered, EntriesService } from './entries.service.js';
import {
  AssistedEntryType,
  EnterPledgePayload,
  EnterReportPayload,
  EnterSignUpsPayload,
  EntryState,
  WithdrawEntryPayload,
} from './entry.graphql.js';
import { EnterPledgeInput, EnterReportInput, EnterSignUpsInput, WithdrawEntryInput } from './entry.inputs.js';
import { linkOf } from './entry-links.js';
import { entryById, entryReach } from './entry.loaders.js';
import { canCallBack, canEnter, canSeeEntries, canWithdrawEntry } from './entry.policy.js';

@Resolver(() => AssistedEntryType)
export class EntriesResolver {
  constructor(
    private readonly entries: EntriesService,
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Access(canEnter)
  @Mutation(() => EnterPledgePayload, {
    description:
      'Takes down a pledge that someone made by phone or on paper. It counts once they confirm it by the link, or a second person notes a call back.',
  })
  async enterPledge(
    @CurrentActor() actor: Actor,
    @Args('input') input: EnterPledgeInput,
    @Load() load: LoadFunction,
  ): Promise<EnterPledgePayload> {
    const entered = await this.entries.enterPledge(actor, input);
    return { ...(await this.shown(load, entered)), userErrors: [] };
  }

  @Access(canEnter)
  @Mutation(() => EnterSignUpsPayload, {
    description:
      'Takes down the rows of a sign-up sheet, each on its own. They count once each is confirmed or called back. No row of a sheet is taken twice.',
  })
  async enterSignUps(
    @CurrentActor() actor: Actor,
    @Args('input') input: EnterSignUpsInput,
    @Load() load: LoadFunction,
  ): Promise<EnterSignUpsPayload> {
    const rows = await this.entries.enterSignUps(actor, input);
    const results = await Promise.all(
      rows.map(async ({ row, entered, userErrors }) => ({
        row,
        userErrors,
        ...(entered ? await this.shown(load, entered) : { entry: null, link: null }),
      })),
    );
    return { results, userErrors: [] };
  }

  @Access(canEnter)
  @Mutation(() => EnterReportPayload, {
    description:
      'Takes down a report that an ally gave by phone or on paper. It counts once the ally confirms it signed in, or a second person notes a call back; whoever took it down cannot attest it.',
  })
  async enterReport(
    @CurrentActor() actor: Actor,
    @Args('input') input: EnterReportInput,
    @Load() load: LoadFunction,
  ): Promise<EnterReportPayload> {
    const { entryId } = await this.entries.enterReport(actor, input);
    return { entry: await load(entryById, entryId), userErrors: [] };
  }

  @Access(canWithdrawEntry)
  @Mutation(() => WithdrawEntryPayload, {
    description:
      'Takes back an entry that waits: by organizers, or by whoever is said to have said it. What was said is erased.',
  })
  async withdrawEntry(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawEntryInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawEntryPayload> {
    const { entryId } = await this.entries.withdraw(actor, input);
    return { entry: await load(entryById, entryId), userErrors: [] };
  }

  @ResolveField(() => AskType, { nullable: true, description: 'The ask.' })
  @Access(visible)
  ask(@Parent() { askId }: AssistedEntryType, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, askId);
  }

  @ResolveField(() => PledgeType, { nullable: true, description: 'The pledge that came of it, or that it reports on.' })
  @Access(visible)
  pledge(@Parent() { pledgeId }: AssistedEntryType, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return pledgeId === null ? Promise.resolve(null) : load(pledgeById, pledgeId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'How to reach them for the call back, for whoever may call; null once it is settled.',
  })
  @Access(canSeeEntries)
  async reach(@Parent() { id }: AssistedEntryType, @Load() load: LoadFunction): Promise<string | null> {
    const cipher = (await load(entryReach, id))?.cipher;
    return cipher ? this.keys.decrypt(cipher) : null;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may note a call back now: a second person may.' })
  @Access(visible)
  viewerCanCallBack(@Parent() entry: AssistedEntryType, @CurrentActor() actor: Actor): boolean {
    return entry.state === EntryState.WAITING && canCallBack.allows(actor, entry);
  }

  private async shown(load: LoadFunction, { entryId, code }: Entered) {
    const link = code === null ? null : linkOf(this.config.publicUrl, code);
    return { entry: await load(entryById, entryId), link };
  }
}
