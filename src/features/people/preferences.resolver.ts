import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { accountHolders } from '../../platform/access/rule.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import { PeopleQueries } from './people.queries.js';
import { ChangePreferencesInput, ChangePreferencesPayload } from './preferences.graphql.js';
import { PreferencesService } from './preferences.service.js';

@Resolver()
export class PreferencesResolver {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly queries: PeopleQueries,
  ) {}

  @Access(accountHolders)
  @Mutation(() => ChangePreferencesPayload, {
    description: 'Changes the language in which you are spoken to, in answers and mail, and your time zone.',
  })
  async changePreferences(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChangePreferencesInput,
  ): Promise<ChangePreferencesPayload> {
    await this.preferences.change(actor, input);
    return { viewer: await this.queries.viewer(actor), userErrors: [] };
  }
}
