import { Args, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { everyone } from '../../platform/access/rule.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import { AskInvitationType } from './ask-invitation.graphql.js';
import { AskInvitations } from './ask-invitations.js';

@Resolver(() => AskInvitationType)
export class AskInvitationResolver {
  constructor(private readonly invitations: AskInvitations) {}

  @Access(everyone)
  @Query(() => AskInvitationType, {
    nullable: true,
    description:
      'All that the holder of an ask’s link has to read before `joinAndPledge`. Null when the link does not work (any more).',
  })
  askByLink(
    @Args('link', { description: 'The link, or the code at its end.' }) link: string,
    @CurrentActor() actor: Actor,
  ): Promise<AskInvitationType | null> {
    return this.invitations.byLink(actor, link);
  }
}
