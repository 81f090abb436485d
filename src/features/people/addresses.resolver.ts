import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import {
  ChangeEmailInput,
  ChangeEmailPayload,
  RemoveEmailInput,
  RemoveEmailPayload,
  UndoEmailChangeInput,
  UndoEmailChangePayload,
} from './addresses.graphql.js';
import { AddressesService } from './addresses.service.js';
import { canChangeFactors, canUseMailedCode } from './people.policy.js';

@Resolver()
export class AddressesResolver {
  constructor(private readonly addresses: AddressesService) {}

  @Access(canChangeFactors)
  @Mutation(() => ChangeEmailPayload, {
    description:
      'Sends a code to a new address of yours. It replaces the present one once `confirmEmail` took the code.',
  })
  async changeEmail(@CurrentActor() actor: Actor, @Args('input') input: ChangeEmailInput): Promise<ChangeEmailPayload> {
    await this.addresses.change(actor, input);
    return {
      nextStep:
        'Look in the mail of the new address: a message is on its way. Pass its code to confirmEmail while signed in.',
      userErrors: [],
    };
  }

  @Access(canChangeFactors)
  @Mutation(() => RemoveEmailPayload, {
    description: 'Takes the e-mail address off your account. For seven days a mail to it can bring it back.',
  })
  async removeEmail(@CurrentActor() actor: Actor, @Args('input') input: RemoveEmailInput): Promise<RemoveEmailPayload> {
    return { ...(await this.addresses.remove(actor, input)), userErrors: [] };
  }

  @Access(canUseMailedCode)
  @Mutation(() => UndoEmailChangePayload, {
    description:
      'Brings a former address back by the code that was sent to it, when someone else changed it. Password and sessions end.',
  })
  async undoEmailChange(
    @CurrentContext() context: RequestContext,
    @Args('input') input: UndoEmailChangeInput,
  ): Promise<UndoEmailChangePayload> {
    await this.addresses.undo(input, context.clientAddress());
    return {
      nextStep:
        'The address is back. Ask for a new password with requestPasswordReset, then renew your recovery codes.',
      userErrors: [],
    };
  }
}
