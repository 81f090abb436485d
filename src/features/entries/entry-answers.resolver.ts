import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { languageFor } from '../../platform/graphql/spoken.js';
import { allyRequestById, WAITS } from '../allies/index.js';
import { SessionsService } from '../people/index.js';
import { pledgeById } from '../pledges/index.js';
import { ConfirmEntryPayload, NoteCallBackPayload } from './entry.graphql.js';
import { ConfirmEntryInput, NoteCallBackInput } from './entry.inputs.js';
import { EntryAnswersService } from './entry-answers.service.js';
import { entryById } from './entry.loaders.js';
import { canCallBack, canConfirmEntry } from './entry.policy.js';

@Resolver()
export class EntryAnswersResolver {
  constructor(
    private readonly answers: EntryAnswersService,
    private readonly sessions: SessionsService,
  ) {}

  @Access(canConfirmEntry)
  @Mutation(() => ConfirmEntryPayload, {
    description:
      'Confirms what was taken down for you, by the link that you were given or signed in. Makes an account for who has none; after a call back the same link hands over the account that was made for you, once.',
  })
  async confirmEntry(
    @CurrentContext() context: RequestContext,
    @Args('input') input: ConfirmEntryInput,
  ): Promise<ConfirmEntryPayload> {
    if (context.actor.kind !== 'person') {
      input.account ??= {};
      input.account.language ??= languageFor(context);
    }
    const { pledgeId, requestId, account } = await this.answers.confirm(context.actor, input, context.clientAddress());
    const person = account ? { ...context.actor, kind: 'person' as const, personId: account.personId } : context.actor;
    context.become(await this.sessions.renewed(person));
    const [pledge, request] = await Promise.all([
      pledgeId === null ? null : context.load(pledgeById, pledgeId),
      requestId === null ? null : context.load(allyRequestById, requestId),
    ]);
    const { session = null, signInName = null, recoveryCodes = null } = account ?? {};
    return { pledge, request, nextStep: request ? WAITS : null, session, signInName, recoveryCodes, userErrors: [] };
  }

  @Access(canCallBack)
  @Mutation(() => NoteCallBackPayload, {
    description:
      'Notes that you called back and heard the same: what was taken down counts now. Only a second person can, not whoever took it down.',
  })
  async noteCallBack(
    @CurrentContext() { actor, load }: RequestContext,
    @Args('input') input: NoteCallBackInput,
  ): Promise<NoteCallBackPayload> {
    const { entryId, pledgeId } = await this.answers.noteCallBack(actor, input);
    const pledge = pledgeId === null ? null : await load(pledgeById, pledgeId);
    return { entry: await load(entryById, entryId), pledge, userErrors: [] };
  }
}
