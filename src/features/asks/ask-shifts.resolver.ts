import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { AskType } from './ask.graphql.js';
import { askById } from './ask.loaders.js';
import { canDraftAsk, canRunAsks } from './ask.policy.js';
import {
  AddAskShiftInput,
  AddAskShiftPayload,
  AskShiftType,
  CloseAskShiftInput,
  CloseAskShiftPayload,
  ShiftListArgs,
} from './ask-shift.graphql.js';
import { askShiftById, shiftList, shiftPlacesLeftOf } from './ask-shift.loaders.js';
import { AskShiftsService } from './ask-shifts.service.js';

const AskShiftConnection = Connection(AskShiftType);

@Resolver(() => AskShiftType)
export class AskShiftsResolver {
  constructor(private readonly shifts: AskShiftsService) {}

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => AddAskShiftPayload, {
    description:
      'Adds a time among which pledgers choose: to a draft by whoever drafts, to what was opened by organizers. Pledges made before stay as they are.',
  })
  async addAskShift(
    @CurrentActor() actor: Actor,
    @Args('input') input: AddAskShiftInput,
    @Load() load: LoadFunction,
  ): Promise<AddAskShiftPayload> {
    const { askId, shiftId } = await this.shifts.add(actor, input);
    return { shift: await load(askShiftById, shiftId), ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => CloseAskShiftPayload, {
    description: 'Takes no more pledges to a shift, for good. Those made to it stay, and may be handed over.',
  })
  async closeAskShift(
    @CurrentActor() actor: Actor,
    @Args('input') input: CloseAskShiftInput,
    @Load() load: LoadFunction,
  ): Promise<CloseAskShiftPayload> {
    const { shiftId } = await this.shifts.close(actor, input);
    return { shift: await load(askShiftById, shiftId), userErrors: [] };
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How many places of it are free, exactly. Null for outsiders, and where it sets no limit.',
  })
  @Access(visible)
  async placesLeft(@Parent() { id }: AskShiftType, @Load() load: LoadFunction): Promise<number | null> {
    return (await load(shiftPlacesLeftOf, id))?.places ?? null;
  }
}

@Resolver(() => AskType)
export class AskShiftListResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AskShiftConnection, {
    description: 'The times among which a pledge chooses, soonest first; none if it is pledged to as a whole.',
  })
  @Access(visible)
  shifts(@Parent() ask: AskType, @Args() args: ShiftListArgs, @Load() load: LoadFunction): Promise<Page<AskShiftType>> {
    const parent = { 's.community_id': ask.communityId, 's.ask_id': ask.id };
    return this.pager.children(load, { ...shiftList('Ask.shifts', args), parent }, args);
  }
}
