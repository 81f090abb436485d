import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { Access, visible } from '../../../../src/platform/access/access.decorator.js';
import type { Actor } from '../../../../src/platform/access/actor.js';
import { authorize, doorway, everyone, rule } from '../../../../src/platform/access/rule.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../../../src/platform/graphql/context.js';
import { NotFound, RetryLater, refuse } from '../../../../src/platform/graphql/errors.js';
import { batch, batchOfMany, type Load as LoadFunction } from '../../../../src/platform/graphql/loader.js';
import { PageArgs } from '../../../../src/platform/graphql/page-args.js';
import { type Page, Pager } from '../../../../src/platform/graphql/pager.js';
import { IdArg } from '../../../../src/platform/validation/index.js';
import { PlantConnection, PlantInput, PlantPayload, type PlantRow, PlantType } from './garden.js';

const plants = rule({ affected: true, ally: true });

const plantById = batch<string, PlantRow>('plantById', (reader, ids) => reader.rows<PlantRow>('plants by id', [ids]));
const neighboursOf = batchOfMany<string, PlantRow & { of: string }>(
  'neighboursOf',
  (reader, ids) => reader.rows('neighbours', [ids]),
  (row) => row.of,
);

@Resolver(() => PlantType)
export class GardenResolver {
  readonly done: unknown[] = [];

  constructor(private readonly pager: Pager) {}

  @Query(() => String, { description: 'Says hello.' })
  @Access(everyone)
  hello(@Args('to', { type: () => String, nullable: true, description: 'Whom.' }) to?: string): string {
    return `hello ${to ?? 'all'}`;
  }

  @Query(() => String, { nullable: true, description: 'Fails in some way.' })
  @Access(everyone)
  fails(@Args('how', { type: () => String, description: 'The way.' }) how: string): string {
    if (how === 'refusal') throw refuse('WRONG_STATE', 'Wait until it is open.', 'how');
    if (how === 'busy') throw new RetryLater(2);
    if (how === 'driver')
      throw Object.assign(new Error('duplicate key (mail)=(ana@example.org)'), { severity: 'ERROR' });
    if (how === 'library') throw new GraphQLError('Enum "sesame" cannot represent value');
    throw new TypeError(`secret ${how}`);
  }

  @Query(() => PlantType, { nullable: true, description: 'A plant.' })
  @Access(everyone)
  async plant(@IdArg() id: string, @Load() load: LoadFunction): Promise<PlantRow> {
    const found = await load(plantById, id);
    if (!found) throw new NotFound();
    return found;
  }

  @Query(() => PlantConnection, { description: 'All plants.' })
  @Access(everyone)
  plants(@Args() args: PageArgs, @CurrentContext() context: RequestContext): Promise<Page<PlantRow>> {
    return this.pager.page<PlantRow>(
      context.reader,
      {
        scope: 'Query.plants',
        select: 'plant.*',
        from: 'plant',
        where: [],
        params: [],
        order: [
          { sql: 'plant.name', type: 'text' },
          { sql: 'plant.id', type: 'uuid' },
        ],
      },
      args,
    );
  }

  @Query(() => String, { nullable: true, description: 'For members.' })
  @Access(plants)
  secret(@CurrentActor() actor: Actor): string | null {
    return actor.personId;
  }

  @ResolveField(() => [PlantType], { description: 'What grows beside it.' })
  @Access(visible)
  neighbours(@Parent() plant: PlantRow, @Load() load: LoadFunction): Promise<PlantRow[]> {
    return load(neighboursOf, plant.id);
  }

  @Mutation(() => PlantPayload, { description: 'Plants something.' })
  @Access(plants)
  plantTree(@CurrentActor() actor: Actor, @Args('input', { description: 'What.' }) input: PlantInput): PlantPayload {
    authorize(actor, plants, { communityId: input.gardenId });
    if (input.name === 'Taken') throw refuse('WRONG_STATE', 'Choose another name.', 'name');
    this.done.push(input);
    const plant = {
      id: input.gardenId,
      communityId: input.gardenId,
      name: input.name,
      owner: actor.personId ?? '',
      height: 1,
      plantedAt: new Date(0),
    };
    return { plant, userErrors: [] };
  }

  @Mutation(() => Boolean, { description: 'For those whose token has ended.' })
  @Access(doorway)
  refresh(@Args('id', { type: () => ID, nullable: true, description: 'Any.' }) _id?: string): boolean {
    return true;
  }
}
