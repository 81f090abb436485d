import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { accountHolders, doorway, everyone } from '../../platform/access/rule.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { languageFor } from '../../platform/graphql/spoken.js';
import { AccountsService } from './accounts.service.js';
import {
  ConfirmEmailInput,
  ConfirmEmailPayload,
  RefreshSessionInput,
  RefreshSessionPayload,
  SignInInput,
  SignInPayload,
  SignOutInput,
  SignOutPayload,
  SignUpInput,
  SignUpPayload,
  ViewerType,
} from './people.graphql.js';
import { PeopleQueries } from './people.queries.js';
import { SessionsService } from './sessions.service.js';

@Resolver(() => ViewerType)
export class PeopleResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly queries: PeopleQueries,
  ) {}

  @Access(everyone)
  @Query(() => ViewerType, { nullable: true, description: 'The person who is asking; null when not signed in.' })
  viewer(@CurrentActor() actor: Actor): Promise<ViewerType | null> {
    return this.queries.viewer(actor);
  }

  @Access(doorway)
  @Mutation(() => SignUpPayload, {
    description: 'Makes an account: by a link at once, or by an e-mail address after `confirmEmail`.',
  })
  async signUp(@Args('input') input: SignUpInput, @CurrentContext() context: RequestContext): Promise<SignUpPayload> {
    input.language ??= languageFor(context);
    // A new account is spoken to in its own language from the first word on.
    context.become({ ...context.actor, language: input.language });
    const account = await this.accounts.signUp(input, context.clientAddress());
    if (!account)
      return {
        nextStep: 'Look in your mail: a message with a code is on its way. Pass the code to confirmEmail.',
        userErrors: [],
      };
    const { session, signInName, recoveryCodes } = account;
    return {
      session,
      signInName,
      recoveryCodes,
      nextStep: 'Write down your sign-in name and recovery codes: they are shown only now.',
      userErrors: [],
    };
  }

  @Access(doorway)
  @Mutation(() => ConfirmEmailPayload, { description: 'Confirms the address that a mail went to, and signs in.' })
  async confirmEmail(
    @Args('input') input: ConfirmEmailInput,
    @CurrentContext() context: RequestContext,
  ): Promise<ConfirmEmailPayload> {
    return { ...(await this.accounts.confirmEmail(context.actor, input, context.clientAddress())), userErrors: [] };
  }

  @Access(doorway)
  @Mutation(() => SignInPayload, {
    description:
      'Signs in by e-mail address or sign-in name, with a password or a recovery code; where a second factor is set up, with two different proofs.',
  })
  async signIn(@Args('input') input: SignInInput, @CurrentContext() context: RequestContext): Promise<SignInPayload> {
    return { session: await this.sessions.signIn(input, context.clientAddress()), userErrors: [] };
  }

  @Access(doorway)
  @Mutation(() => RefreshSessionPayload, { description: 'Trades a refresh token for a new pair of tokens.' })
  async refreshSession(
    @Args('input') input: RefreshSessionInput,
    @CurrentContext() context: RequestContext,
  ): Promise<RefreshSessionPayload> {
    return { session: await this.sessions.refresh(input, context.clientAddress()), userErrors: [] };
  }

  @Access(accountHolders)
  @Mutation(() => SignOutPayload, { description: 'Ends this session, or all of yours.' })
  async signOut(@CurrentActor() actor: Actor, @Args('input') input: SignOutInput): Promise<SignOutPayload> {
    await this.sessions.signOut(actor, input);
    return { signedOut: true, userErrors: [] };
  }
}
