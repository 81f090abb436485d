import { describe, expect, it } from '@jest/globals';
import {
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfig,
  graphql,
} from 'graphql';
import { type Actor, anonymous, type Membership } from './actor.js';
import { type Declaration, visible } from './access.decorator.js';
import { lockSchema } from './lock-schema.js';
import { permissionTable } from './permission-table.js';
import { everyone, rule, stewards } from './rule.js';

type Field = GraphQLFieldConfig<unknown, unknown>;

const field = (access?: Declaration, type: Field['type'] = GraphQLString): Field => ({
  type,
  ...(access && { extensions: { access } }),
});

function schemaOf(
  thing: Record<string, Field>,
  { root = everyone, type }: { root?: Declaration; type?: Declaration } = {},
) {
  const Thing = new GraphQLObjectType({ name: 'Thing', fields: thing, ...(type && { extensions: { access: type } }) });
  const query = {
    thing: { ...field(root, Thing), resolve: () => ({ communityId: 'here', id: '1', name: 'n', by: 'ben' }) },
  };
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: query }) });
}

function someone(personId: string, changes: Partial<Membership> = {}): Actor {
  const membership: Membership = {
    communityId: 'here',
    membershipId: 'm',
    standing: 'AFFECTED',
    steward: false,
    organizer: false,
    probation: false,
    paused: false,
    ...changes,
  };
  return { kind: 'person', personId, sessionId: 's', memberships: [membership] };
}

const ask = (schema: GraphQLSchema, actor: Actor, source = '{ thing { id name } }') =>
  graphql({ schema, source, contextValue: { actor } });

describe('locking the schema', () => {
  it('refuses to start while a field has no declaration, and names all of them', () => {
    const faulty = schemaOf({ id: field(visible), name: field(), about: field() });
    expect(() => lockSchema(faulty)).toThrow(/Thing\.about: no declaration[^]*Thing\.name: no declaration/);
  });

  it('refuses an operation that only has the default of its type', () => {
    const query = new GraphQLObjectType({ name: 'Query', fields: { open: field() }, extensions: { access: everyone } });
    expect(() => lockSchema(new GraphQLSchema({ query }))).toThrow('Query.open: no declaration');
  });

  it('refuses an operation that is to be visible with its object', () => {
    expect(() => lockSchema(schemaOf({ id: field(visible) }, { root: visible }))).toThrow('Query.thing: an operation');
  });

  it('refuses a guarded field that cannot be null', () => {
    const faulty = schemaOf({ id: field(visible), name: field(stewards, new GraphQLNonNull(GraphQLString)) });
    expect(() => lockSchema(faulty)).toThrow('Thing.name: a field that some may not see must be nullable');
  });

  it('takes something else in the place of a declaration for none', () => {
    const faulty = schemaOf({ id: { ...field(), extensions: { access: 'everyone' } } });
    expect(() => lockSchema(faulty)).toThrow('Thing.id');
  });

  it('leaves visible fields alone, so that they cost nothing', () => {
    const schema = lockSchema(schemaOf({ id: field(visible, GraphQLID), name: field(visible) }));
    expect((schema.getType('Thing') as GraphQLObjectType).getFields()['name']?.resolve).toBeUndefined();
  });

  it('lets a field be stricter than its type, and answers its object all the same', async () => {
    const schema = lockSchema(schemaOf({ id: field(), name: field(stewards) }, { type: visible }));
    const { data, errors } = await ask(schema, someone('ana'));
    expect(data).toEqual({ thing: { id: '1', name: null } });
    expect(errors?.map(({ path, message }) => [path?.join('.'), message])).toEqual([
      ['thing.name', 'Your role does not allow this.'],
    ]);
    expect((await ask(schema, someone('ana', { steward: true }))).data).toEqual({ thing: { id: '1', name: 'n' } });
  });

  it('asks the rule of a field about the object it is on', async () => {
    const own = rule<{ communityId: string; by: string }>(
      { ally: 'own' },
      (actor, thing) => actor.personId === thing.by,
    );
    const schema = lockSchema(schemaOf({ id: field(visible), name: field(own) }));
    expect((await ask(schema, someone('ben', { standing: 'ALLY' }))).data).toEqual({ thing: { id: '1', name: 'n' } });
    expect((await ask(schema, someone('cem', { standing: 'ALLY' }))).data).toEqual({ thing: { id: '1', name: null } });
    expect((await ask(schema, someone('ben', { standing: 'ALLY', communityId: 'there' }))).data).toEqual({
      thing: { id: '1', name: null },
    });
  });

  it('turns away at the entry before anything runs', async () => {
    let ran = false;
    const schema = schemaOf({ id: field(visible), name: field(visible) }, { root: stewards });
    const thing = schema.getQueryType()?.getFields()['thing'];
    if (thing) thing.resolve = () => (ran = true);
    const { errors } = await ask(lockSchema(schema), anonymous);
    expect(errors?.[0]?.message).toBe('Sign in first.');
    expect(ran).toBe(false);
  });

  it('prints the table of permissions in a stable order', () => {
    const schema = schemaOf({ name: field(stewards), id: field(), by: field() }, { type: visible });
    const text = permissionTable(schema);
    expect(text).toContain('| `Query.thing` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |');
    expect(text).toContain('| `Thing.name` |  |  |  |  |  |  |  | ✓ |  |  |');
    expect(text).toContain('- `Thing`: `by`, `id`');
  });
});
