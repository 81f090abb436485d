import { describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';
import { type Actor, anonymous } from './actor.js';
import { type Declaration, visible } from './access.decorator.js';
import { lockSchema } from './lock-schema.js';
import { permissionTable } from './permission-table.js';
import { everyone, freshly, rule, signedIn } from './rule.js';
import { AppScope, type NeededScope, ownSession } from './scope.js';

const declared = (access: Declaration, scope?: NeededScope) => ({
  extensions: { access, ...(scope !== undefined && { scope }) },
});

function schema(extra: Record<string, { access: Declaration; scope?: NeededScope }> = {}): GraphQLSchema {
  const Pledge: GraphQLObjectType = new GraphQLObjectType({
    name: 'Pledge',
    fields: () => ({ id: { type: GraphQLString }, next: { type: Pledge, resolve: () => ({ id: '2' }) } }),
    ...declared(visible),
  });
  const Account = new GraphQLObjectType({
    name: 'Account',
    fields: {
      email: { type: GraphQLString, resolve: () => 'ana@example.org' },
      pledge: { type: Pledge, resolve: () => ({ id: '1' }), ...declared(visible, AppScope.READ) },
    },
    ...declared(visible, ownSession),
  });
  const Payload = new GraphQLObjectType({
    name: 'Payload',
    fields: { pledge: { type: Pledge } },
    ...declared(visible),
  });
  const makes = { type: Payload, resolve: () => ({ pledge: { id: '1' } }) };
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: { type: GraphQLString, resolve: () => 'hello', ...declared(everyone) },
        account: { type: Account, resolve: () => ({}), ...declared(everyone) },
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: {
        makePledge: { ...makes, ...declared(signedIn, AppScope.PLEDGE_WRITE) },
        vote: { ...makes, ...declared(signedIn) },
        ...Object.fromEntries(
          Object.entries(extra).map(([name, { access, scope }]) => [name, { ...makes, ...declared(access, scope) }]),
        ),
      },
    }),
  });
}

const app = (...scopes: AppScope[]): Actor => ({ ...anonymous, kind: 'person', personId: 'ana', scopes });
const person: Actor = { ...anonymous, kind: 'person', personId: 'ana' };

async function said(actor: Actor, source: string): Promise<string> {
  const { errors } = await graphql({ schema: lockSchema(schema()), source, contextValue: { actor } });
  return errors?.map(({ message }) => message).join() ?? 'done';
}

const lacks = (scope: string) => expect.stringContaining(`lacks the scope ${scope}.`);

describe('an app', () => {
  it('reads with READ, and is told that it lacks it without', async () => {
    expect(await said(app(AppScope.READ), '{ hello }')).toBe('done');
    expect(await said(app(AppScope.PLEDGE_WRITE), '{ hello }')).toEqual(lacks('read'));
  });

  it('does what its scope opens, and is told by name which scope opens the rest', async () => {
    expect(await said(app(AppScope.PLEDGE_WRITE), 'mutation { makePledge { pledge { id } } }')).toBe('done');
    expect(await said(app(AppScope.READ), 'mutation { makePledge { pledge { id } } }')).toEqual(lacks('pledge:write'));
  });

  it('does nothing that no scope opens, whatever scopes it has', async () => {
    const all = app(...Object.values(AppScope));
    expect(await said(all, 'mutation { vote { pledge { id } } }')).toBe(
      'Apps cannot do or see this. Sign in yourself for it.',
    );
    expect(await said(person, 'mutation { vote { pledge { id } } }')).toBe('done');
  });

  it('sees nothing of the account, and beside it what says that it may', async () => {
    expect(await said(app(AppScope.READ), '{ account { pledge { id } } }')).toBe('done');
    expect(await said(app(AppScope.READ), '{ account { email } }')).toContain('Apps cannot do or see this');
    expect(await said(person, '{ account { email } }')).toBe('done');
  });

  it('does not read on through what it wrote, except with READ', async () => {
    const writes = (selection: string) => `mutation { makePledge { pledge { ${selection} } } }`;
    const further = writes('id next { next { id } }');
    const byFragment = `mutation { makePledge { pledge { ...More } } } fragment More on Pledge { next { next { id } } }`;
    const writer = app(AppScope.PLEDGE_WRITE);
    expect(await said(writer, writes('id next { id }'))).toBe('done');
    expect(await said(writer, further)).toEqual(lacks('read'));
    expect(await said(writer, byFragment)).toEqual(lacks('read'));
    expect(await said(app(AppScope.PLEDGE_WRITE, AppScope.READ), further)).toBe('done');
  });
});

describe('the start', () => {
  it('is refused where a mutation would let a dashboard key in', () => {
    const keyed = rule({ signedIn: true, dashboardKey: true });
    expect(() => lockSchema(schema({ count: { access: keyed } }))).toThrow(
      'Mutation.count: a dashboard key changes nothing',
    );
    expect(() => lockSchema(schema({ count: { access: everyone } }))).toThrow('Mutation.count');
  });

  it('is refused where an app could do what asks for a fresh proof', () => {
    const fresh = { access: freshly(signedIn), scope: AppScope.ASK_WRITE };
    expect(() => lockSchema(schema({ leave: fresh }))).toThrow('Mutation.leave: what asks for a fresh proof');
  });
});

it('shows in the table which scope opens what, and what none does', () => {
  const table = permissionTable(lockSchema(schema()));
  expect(table).toMatch(/`Mutation\.makePledge` .*\| `pledge:write` \|/);
  expect(table).toMatch(/`Mutation\.vote` .*\|\s+\|/);
  expect(table).toMatch(/`Query\.hello` .*\| `read` \|/);
  expect(table).toMatch(/## Fields that no app sees[^]*`Account`: `email`\n/);
});
