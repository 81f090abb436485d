import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { ViewerType } from '../people/index.js';
import {
  PasskeyType,
  RegisterPasskeyInput,
  RegisterPasskeyPayload,
  RemovePasskeyInput,
  RemovePasskeyPayload,
  RenamePasskeyInput,
  RenamePasskeyPayload,
  SignInWithPasskeyInput,
  SignInWithPasskeyPayload,
  StartPasskeyRegistrationInput,
  StartPasskeyRegistrationPayload,
  StartPasskeySignInInput,
  StartPasskeySignInPayload,
  StartPasskeyStepUpInput,
  StartPasskeyStepUpPayload,
  StepUpWithPasskeyInput,
  StepUpWithPasskeyPayload,
} from './passkey.graphql.js';
import {
  canAddPasskey,
  canRemovePasskey,
  canRenamePasskey,
  canSignInWithPasskey,
  canStepUpWithPasskey,
} from './passkey.policy.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { PasskeyQueries } from './passkeys.queries.js';
import { PasskeysService } from './passkeys.service.js';

@Resolver(() => PasskeyType)
export class PasskeysResolver {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly signIns: PasskeySignInService,
    private readonly queries: PasskeyQueries,
  ) {}

  @Access(canAddPasskey)
  @Mutation(() => StartPasskeyRegistrationPayload, {
    description: 'First of two steps to a new passkey: gives what to hand to the browser. Then `registerPasskey`.',
  })
  async startPasskeyRegistration(
    @CurrentActor() actor: Actor,
    @Args('input') _input: StartPasskeyRegistrationInput,
  ): Promise<StartPasskeyRegistrationPayload> {
    return { options: await this.passkeys.startRegistration(actor), userErrors: [] };
  }

  @Access(canAddPasskey)
  @Mutation(() => RegisterPasskeyPayload, {
    description:
      'Second step: keeps the passkey that the device made. Ends your other sessions, and tells you by mail if you gave an address. At most twenty.',
  })
  async registerPasskey(
    @CurrentContext() context: RequestContext,
    @Args('input') input: RegisterPasskeyInput,
  ): Promise<RegisterPasskeyPayload> {
    const { id } = await this.passkeys.register(context.actor, input);
    return { passkey: await this.queries.ownOne(context.reader, id), userErrors: [] };
  }

  @Access(canSignInWithPasskey)
  @Mutation(() => StartPasskeySignInPayload, {
    description:
      'First of two steps to sign in with a passkey: gives what to hand to the browser. Asks for no name. Then `signInWithPasskey`.',
  })
  async startPasskeySignIn(
    @Args('input') _input: StartPasskeySignInInput,
    @CurrentContext() context: RequestContext,
  ): Promise<StartPasskeySignInPayload> {
    return { options: await this.signIns.startSignIn(context.clientAddress()), userErrors: [] };
  }

  @Access(canSignInWithPasskey)
  @Mutation(() => SignInWithPasskeyPayload, { description: 'Second step: signs in with what the device answered.' })
  async signInWithPasskey(
    @Args('input') input: SignInWithPasskeyInput,
    @CurrentContext() context: RequestContext,
  ): Promise<SignInWithPasskeyPayload> {
    return { session: await this.signIns.signIn(input, context.clientAddress()), userErrors: [] };
  }

  @Access(canStepUpWithPasskey)
  @Mutation(() => StartPasskeyStepUpPayload, {
    description:
      'First of two steps to prove once more that it is you: gives what to hand to the browser. Then `stepUpWithPasskey`.',
  })
  async startPasskeyStepUp(
    @CurrentActor() actor: Actor,
    @Args('input') _input: StartPasskeyStepUpInput,
  ): Promise<StartPasskeyStepUpPayload> {
    return { options: await this.signIns.startStepUp(actor), userErrors: [] };
  }

  @Access(canStepUpWithPasskey)
  @Mutation(() => StepUpWithPasskeyPayload, {
    description: 'Second step: for ten minutes this session may do what is hard to undo.',
  })
  async stepUpWithPasskey(
    @CurrentActor() actor: Actor,
    @Args('input') input: StepUpWithPasskeyInput,
  ): Promise<StepUpWithPasskeyPayload> {
    await this.signIns.stepUp(actor, input);
    return { steppedUp: true, userErrors: [] };
  }

  @Access(canRenamePasskey)
  @Mutation(() => RenamePasskeyPayload, { description: 'Calls a passkey of yours something else.' })
  async renamePasskey(
    @CurrentContext() context: RequestContext,
    @Args('input') input: RenamePasskeyInput,
  ): Promise<RenamePasskeyPayload> {
    const { id } = await this.passkeys.rename(context.actor, input);
    return { passkey: await this.queries.ownOne(context.reader, id), userErrors: [] };
  }

  @Access(canRemovePasskey)
  @Mutation(() => RemovePasskeyPayload, {
    description:
      'Takes a passkey away, such as that of a lost phone. Ends your other sessions. Refused while your duties in a community, or your way in, rest on it.',
  })
  async removePasskey(
    @CurrentActor() actor: Actor,
    @Args('input') input: RemovePasskeyInput,
  ): Promise<RemovePasskeyPayload> {
    await this.passkeys.remove(actor, input);
    return { removed: true, userErrors: [] };
  }
}

@Resolver(() => ViewerType)
export class ViewerPasskeysResolver {
  constructor(private readonly queries: PasskeyQueries) {}

  @ResolveField(() => [PasskeyType], { description: 'Your passkeys, oldest first; at most twenty.' })
  @Access(visible)
  passkeys(@CurrentContext() context: RequestContext): Promise<PasskeyType[]> {
    return this.queries.own(context.reader);
  }
}
