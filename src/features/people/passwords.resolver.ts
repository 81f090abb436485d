import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import {
  ChangePasswordInput,
  ChangePasswordPayload,
  RequestPasswordResetInput,
  RequestPasswordResetPayload,
  ResetPasswordInput,
  ResetPasswordPayload,
} from './passwords.graphql.js';
import { PasswordsService } from './passwords.service.js';
import { canManageAccount, canUseMailedCode } from './people.policy.js';

@Resolver()
export class PasswordsResolver {
  constructor(private readonly passwords: PasswordsService) {}

  @Access(canManageAccount)
  @Mutation(() => ChangePasswordPayload, {
    description: 'Changes your password, or gives an account its first. Other sessions of yours end.',
  })
  async changePassword(
    @CurrentContext() context: RequestContext,
    @Args('input') input: ChangePasswordInput,
  ): Promise<ChangePasswordPayload> {
    return { ...(await this.passwords.change(context.actor, input, context.clientAddress())), userErrors: [] };
  }

  @Access(canUseMailedCode)
  @Mutation(() => RequestPasswordResetPayload, {
    description: 'Sends a code for a new password to the address of an account. Never tells whether there is one.',
  })
  async requestPasswordReset(
    @CurrentContext() context: RequestContext,
    @Args('input') input: RequestPasswordResetInput,
  ): Promise<RequestPasswordResetPayload> {
    await this.passwords.requestReset(input, context.clientAddress());
    return {
      nextStep:
        'Look in your mail: if the address belongs to an account, a message with a code is on its way. Pass the code to resetPassword within an hour.',
      userErrors: [],
    };
  }

  @Access(canUseMailedCode)
  @Mutation(() => ResetPasswordPayload, {
    description: 'Chooses a new password by the code from a mail. Every session of the account ends.',
  })
  async resetPassword(
    @CurrentContext() context: RequestContext,
    @Args('input') input: ResetPasswordInput,
  ): Promise<ResetPasswordPayload> {
    const session = await this.passwords.reset(input, context.clientAddress());
    const nextStep = session
      ? 'You are signed in with the new password.'
      : 'Sign in with the new password and your second factor.';
    return { session, nextStep, userErrors: [] };
  }
}
