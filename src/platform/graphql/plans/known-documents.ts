import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type DocumentNode,
  getVariableValues,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { BearerTokens } from '../../access/bearer-tokens.js';
import { CONFIG } from '../../http/config.token.js';
import { costCounter } from '../cost.js';
import { holdsNul, limits, tooLarge } from '../limits.js';
import { examine } from '../variables.js';
import { type Operation, type Plan, PlanCompiler } from './compile.js';
import { ReadPlans } from './read-plans.js';
import type { Audience } from './viewers.js';

type Variables = Readonly<Record<string, unknown>>;

/** What a request asks, where its form leaves nothing to be refused. */
export interface Question {
  text: string;
  operationName: unknown;
  variables: Variables;
}

interface Known extends Operation {
  whole: DocumentNode;
  /** Variables on which the statement depends: all but those that it takes as parameters. */
  shaping: readonly string[];
  plans: Map<string, Plan | null>;
}

export interface Planned {
  plan: Plan;
  cost: number;
  values: readonly unknown[];
}

const MOST_KNOWN = 300;
const MOST_LETTERS = 2_000_000;
const MOST_SHAPES = 100;

/** Documents that came before, as far as one statement answers them: read, validated, measured and planned once. */
@Injectable()
export class KnownDocuments {
  private readonly known = new LRUCache<string, { document: Known | null | undefined }>({
    max: MOST_KNOWN,
    maxSize: MOST_LETTERS,
    sizeCalculation: (_, text) => text.length + 1,
  });
  private readonly costOf = costCounter();
  private compiler: PlanCompiler | undefined;

  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly plans: ReadPlans,
    private readonly tokens: BearerTokens,
    @Inject(CONFIG) private readonly config: { introspection: boolean },
  ) {}

  /** Null where anything about the request is for the ordinary way: to answer, or to refuse. */
  planned({ text, operationName, variables }: Question, audience: Audience): Planned | null {
    const known = this.find(text);
    if (!known || (operationName != null && operationName !== known.document.name?.value)) return null;
    const { count, holdsNul: fault } = examine(variables, limits.variables);
    if (fault || count > limits.variables) return null;
    const cost = this.costOf(this.host.schema, known.whole, known.document, variables);
    if (cost === undefined || cost > limits.cost) return null;
    const { coerced } = getVariableValues(this.host.schema, known.document.variableDefinitions ?? [], variables);
    if (!coerced) return null;
    const plan = this.planFor(known, coerced, audience);
    const values = plan?.values(coerced);
    return plan && values ? { plan, cost, values } : null;
  }

  /** What comes for the first time may never come again: it is read when it does. */
  private find(text: string): Known | null {
    const seen = this.known.get(text);
    if (!seen) this.known.set(text, { document: undefined });
    else if (seen.document === undefined) seen.document = this.read(text);
    return seen?.document ?? null;
  }

  private read(text: string): Known | null {
    const whole = parsed(text);
    if (!whole || holdsNul(text) || tooLarge(whole)) return null;
    const rules = this.config.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
    if (validate(this.host.schema, whole, rules, { maxErrors: 1 }).length > 0) return null;
    const operations = whole.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const fragments = whole.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    const [document] = operations;
    if (!document || operations.length > 1) return null;
    return {
      whole,
      document,
      fragments: new Map(fragments.map((one) => [one.name.value, one])),
      shaping: this.shapingOf(whole),
      plans: new Map(),
    };
  }

  private shapingOf(whole: DocumentNode): string[] {
    const names = new Set<string>();
    const info = new TypeInfo(this.host.schema);
    const isParameter = (name: string) =>
      info.getParentType() === this.host.schema.getQueryType() &&
      !info.getDirective() &&
      this.plans.roots.get(info.getFieldDef()?.name ?? '')?.argument === name;
    visit(
      whole,
      visitWithTypeInfo(info, {
        VariableDefinition: () => false,
        Argument: ({ name, value }) => (value.kind === Kind.VARIABLE && isParameter(name.value) ? false : undefined),
        Variable: ({ name }) => void names.add(name.value),
      }),
    );
    return [...names];
  }

  private planFor(known: Known, variables: Variables, audience: Audience): Plan | null {
    const key = JSON.stringify([audience.by, audience.expects, ...known.shaping.map((name) => variables[name])]);
    let plan = known.plans.get(key);
    if (plan === undefined) {
      if (known.plans.size >= MOST_SHAPES) known.plans.clear();
      this.compiler ??= new PlanCompiler(this.host.schema, this.plans, this.tokens.recogniser);
      plan = this.compiler.compile(known, variables, audience);
      known.plans.set(key, plan);
    }
    return plan;
  }
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { maxTokens: limits.tokens });
  } catch {
    return null;
  }
}
