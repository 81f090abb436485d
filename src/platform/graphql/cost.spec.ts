import { describe, expect, it } from '@jest/globals';
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { costCounter } from './cost.js';

const schema = buildSchema(`
  type Query { hello: String asks(first: Int! = 20): Asks! find(text: [String!]): String series(from: String, by: String): [Ask!]! groups: [Ask!]! }
  type Asks { total: Int nodes: [Ask!]! }
  type Ask { id: ID title: String pledges(first: Int! = 5): Pledges! }
  type Pledges { nodes: [Pledge!]! }
  type Pledge { id: ID }
`);

const { series, groups } = schema.getQueryType()?.getFields() ?? {};
if (series) series.extensions = { cost: 20, items: (args: Record<string, unknown>) => String(args['from']).length };
if (groups) groups.extensions = { cost: 10, items: 15 };

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const found = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (!found) throw new Error('no operation');
  return found;
}

const costOf = costCounter();
function cost(source: string, ...each: object[]): (number | undefined)[] {
  const document = parse(source);
  const operation = operationOf(document);
  return (each.length > 0 ? each : [{}]).map((variables) => {
    const found = costOf(schema, document, operation, variables as Record<string, unknown>);
    return found === undefined ? undefined : Math.round(found * 10) / 10;
  });
}

const PAGE = 'query($n: Int = 3) { asks(first: $n) { nodes { id } } }';

describe('the cost of an operation', () => {
  it.each<[string, number]>([
    ['{ hello }', 0.1],
    ['{ asks(first: 10) { nodes { id } } }', 1 + 10 * 1.1],
    ['{ asks { nodes { id title } } }', 1 + 20 * 1.2],
    ['{ asks(first: 10) { nodes { pledges(first: 7) { nodes { id } } } } }', 1 + 10 * (1 + (1 + 7 * 1.1))],
    ['{ asks(first: 10) { ...F } } fragment F on Asks { nodes { id } }', 1 + 10 * 1.1],
    ['{ groups { id title } }', 10 + 15 * 0.2],
    ['{ series(from: "four") { id } }', 20 + 4 * 0.1],
    ['{ asks(first: 10) @skip(if: true) { nodes { id } } }', 0],
  ])('%s', (source, expected) => {
    expect(cost(source)).toEqual([Math.round(expected * 10) / 10]);
  });

  it('follows the variables, whatever was asked before', () => {
    expect(cost(PAGE, { n: 10 }, {}, { n: 10 }, { n: 100 }, { n: 2_000_000_000 }, {})).toEqual([
      12, 4.3, 12, 111, 1_100_001, 4.3,
    ]);
    const SERIES = 'query($from: String, $by: String) { series(from: $from, by: $by) { id } }';
    expect(
      cost(
        SERIES,
        { from: 'a,b', by: 'c' },
        { from: 'a', by: 'b,c' },
        { from: 'a'.repeat(30) },
        { from: 'a,b', by: 'c' },
      ),
    ).toEqual([20.3, 20.1, 23, 20.3]);
    const SKIP = 'query($off: Boolean!) { asks(first: 10) @skip(if: $off) { nodes { id } } }';
    expect(cost(SKIP, { off: true }, { off: false }, { off: true })).toEqual([0, 12, 0]);
  });

  it('is left open where variables do not fit, and known again when they do', () => {
    expect(cost(PAGE, { n: '10' }, { n: 1.5 }, { n: {} }, { n: 10 })).toEqual([undefined, undefined, undefined, 12]);
    const OTHER = 'query($t: [String!], $n: Int!) { find(text: $t) asks(first: $n) { nodes { id } } }';
    expect(cost(OTHER, { t: [{}], n: 10 }, { t: ['a'], n: 10 })).toEqual([undefined, 12.1]);
  });

  it('is found without counting every error of a thousand', () => {
    const FIND = 'query($t: [String!]) { find(text: $t) }';
    let worded = 0;
    // What is wrong is told in words, for which graphql-js asks what an object looks like.
    const wrong = { toJSON: () => `wrong for the ${(worded += 1)}th time` };
    expect(cost(FIND, { t: Array.from({ length: 4_000 }, () => wrong) })).toEqual([undefined]);
    expect(worded).toBeGreaterThan(0);
    expect(worded).toBeLessThan(10);
  });
});
