import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, type GraphQLField, isLeafType, isObjectType } from 'graphql';
import { KnownDocuments } from '../../../../src/platform/graphql/plans/known-documents.js';
import { ReadPlans } from '../../../../src/platform/graphql/plans/read-plans.js';
import { NOBODY } from '../../../../src/platform/graphql/plans/viewers.js';
import { startTestApp, type TestApp } from '../../../support/client.js';

/**
 * Values that no plan knows, by their type: a document with any of them is answered by resolvers, many times slower. A new
 * value comes into this list or into the plan of its type (docs/read-plans.md). What viewers may do is worked out from
 * policies, and left to resolvers all together.
 */
const LEFT_TO_RESOLVERS: Readonly<Record<string, readonly string[]>> = {
  Campaign: ['stopReason'],
  Community: ['admissionRule', 'allyAdmission', 'isShortOfStewards', 'requiresSecondFactor'],
  Ask: ['isFull', 'link', 'overdueQuestionCount', 'pageUrl', 'placesLeft', 'quantityLeft', 'shortUrl', 'takesPledges'],
  // The clock of the process, which no two readings share.
  Progress: ['asOf'],
  // Told in words, which are made in one place.
  Figure: ['text'],
  Share: ['band', 'text'],
  Pledge: [
    'checkedInAt',
    'handOverUntil',
    'isRecurring',
    'lapsesAt',
    'lapsingSince',
    'partOnOffer',
    'reminderTimes',
    'termsAreCurrent',
    'until',
    'waitlistPosition',
  ],
  Membership: ['mustAcceptAgreement'],
};

let on: TestApp;

beforeAll(async () => {
  on = await startTestApp();
});
afterAll(() => on.close());

const ways: Readonly<Record<string, (selection: string) => string>> = {
  Campaign: (it) => `{ campaign(handle: "x") { ${it} } }`,
  Community: (it) => `{ campaign(handle: "x") { community { ${it} } } }`,
  Ask: (it) => `{ campaign(handle: "x") { asks { nodes { ${it} } } } }`,
  AskConnection: (it) => `{ campaign(handle: "x") { asks { ${it} } } }`,
  Priority: (it) => `{ campaign(handle: "x") { asks { nodes { priority { ${it} } } } } }`,
  Progress: (it) => `{ campaign(handle: "x") { asks { nodes { progress { ${it} } } } } }`,
  Measure: (it) => `{ campaign(handle: "x") { progress { pledged { ${it} } } } }`,
  Figure: (it) => `{ campaign(handle: "x") { progress { sentBack { ${it} } } } }`,
  Share: (it) => `{ campaign(handle: "x") { progress { shareAttested { ${it} } } } }`,
  Pledge: (it) => `{ campaign(handle: "x") { asks { nodes { pledges { nodes { ${it} } } } } } }`,
  Membership: (it) => `{ campaign(handle: "x") { asks { nodes { pledges { nodes { pledger { ${it} } } } } } } }`,
};

function isPlanned(name: string, { name: field, type }: GraphQLField<unknown, unknown>): boolean {
  const documents = on.app.get(KnownDocuments, { strict: false });
  const of = getNamedType(type);
  const part = of.name.endsWith('Connection') ? '{ nodes { __typename } }' : '{ __typename }';
  const question = {
    text: ways[name]?.(`${field} ${isLeafType(of) ? '' : part}`) ?? '',
    operationName: null,
    variables: {},
  };
  // The first time it is only seen.
  documents.kindOf(question.text);
  documents.kindOf(question.text);
  return documents.planned(question, NOBODY) !== null;
}

function fieldsOf(name: string): GraphQLField<unknown, unknown>[] {
  const type = on.app.get(GraphQLSchemaHost, { strict: false }).schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no type.`);
  return Object.values(type.getFields());
}

it.each(Object.keys(ways))('the plan of %s leaves to resolvers no value but those known to be left', (name) => {
  const values = fieldsOf(name).filter(({ type, args }) => isLeafType(getNamedType(type)) && args.length === 0);
  const left = values.filter((field) => !field.name.startsWith('viewerCan') && !isPlanned(name, field));
  expect(left.map((field) => field.name).toSorted()).toEqual([...(LEFT_TO_RESOLVERS[name] ?? [])].toSorted());
});

it('no field that a feature has planned has fallen out, by a stricter access or a new argument', () => {
  const plans = on.app.get(ReadPlans, { strict: false });
  const named = [...plans.types].flatMap(([type, { plain }]) => plain.map((field) => `${type}.${String(field)}`));
  const fallen = [...named, ...plans.fields.keys()].filter((coordinate) => {
    const [name = '', planned] = coordinate.split('.');
    const field = fieldsOf(name).find((one) => one.name === planned);
    return !field || !isPlanned(name, field);
  });
  expect(fallen).toEqual([]);
});
