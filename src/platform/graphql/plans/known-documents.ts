import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type DocumentNode,
  getVariableValues,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
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
import { type Operation, type Plan, PlanCompiler, type Write } from './compile.js';
import { ReadPlans } from './read-plans.js';
import type { Audience } from './viewers.js';
import { WritePlans } from './write-plans.js';

type Variables = Readonly<Record<string, unknown>>;

/** What a request asks, where its form leaves nothing to be refused. */
export interface Question {
  text: string;
  operationName: unknown;
  variables: Variables;
}

interface Known extends Operation {
  whole: DocumentNode;
  /** Variables on which a plan depends: all but those that it takes as parameters. */
  shaping: readonly string[];
  plans: Map<string, Plan | Write | null>;
}

interface Asked {
  known: Known;
  cost: number;
  variables: Variables;
}

export interface Planned {
  plan: Plan;
  cost: number;
  values: readonly unknown[];
}

export interface PlannedWrite extends Write {
  cost: number;
  /** As GraphQL reads it; its own rules are not looked at yet. */
  sent: unknown;
}

const MOST_KNOWN = 300;
const MOST_LETTERS = 2_000_000;
const MOST_SHAPES = 100;

/** Documents that came before, as far as plans answer them: read, validated, measured and planned once. */
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
    private readonly reads: ReadPlans,
    private readonly writes: WritePlans,
    private readonly tokens: BearerTokens,
    @Inject(CONFIG) private readonly config: { introspection: boolean },
  ) {}

  /** Of a document that came before. What comes for the first time may never come again: it is read when it does. */
  kindOf(text: string): OperationTypeNode | null {
    const seen = this.known.get(text);
    if (!seen) this.known.set(text, { document: undefined });
    else if (seen.document === undefined) seen.document = this.read(text);
    return seen?.document?.document.operation ?? null;
  }

  /** Null where anything about the request is for the ordinary way: to answer, or to refuse. */
  planned(question: Question, audience: Audience): Planned | null {
    const asked = this.asked(question);
    if (!asked) return null;
    const { known, cost, variables } = asked;
    const plan = this.planFor(known, [audience.by, audience.expects], variables, (compiler) =>
      compiler.compile(known, variables, audience),
    );
    const values = plan?.values(variables);
    return plan && values ? { plan, cost, values } : null;
  }

  /** Null likewise. */
  write(question: Question): PlannedWrite | null {
    const asked = this.asked(question);
    if (!asked) return null;
    const { known, cost, variables } = asked;
    const write = this.planFor(known, ['write'], variables, (compiler) => compiler.compileWrite(known, variables));
    return write && { ...write, cost, sent: write.input(variables) };
  }

  private asked({ text, operationName, variables }: Question): Asked | null {
    const known = this.known.get(text)?.document;
    if (!known || (operationName != null && operationName !== known.document.name?.value)) return null;
    const { count, holdsNul: fault } = examine(variables, limits.variables);
    if (fault || count > limits.variables) return null;
    const cost = this.costOf(this.host.schema, known.whole, known.document, variables);
    if (cost === undefined || cost > limits.cost) return null;
    const { coerced } = getVariableValues(this.host.schema, known.document.variableDefinitions ?? [], variables);
    return coerced ? { known, cost, variables: coerced } : null;
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
    const { schema } = this.host;
    const info = new TypeInfo(schema);
    const isParameter = (name: string) =>
      !info.getDirective() &&
      (info.getParentType() === schema.getMutationType() ||
        (info.getParentType() === schema.getQueryType() &&
          this.reads.roots.get(info.getFieldDef()?.name ?? '')?.argument === name));
    visit(
      whole,
      visitWithTypeInfo(info, {
        VariableDefinition: () => false,
        Argument: ({ name }) => (isParameter(name.value) ? false : undefined),
        Variable: ({ name }) => void names.add(name.value),
      }),
    );
    return [...names];
  }

  private planFor<P extends Plan | Write>(
    known: Known,
    of: readonly string[],
    variables: Variables,
    compile: (compiler: PlanCompiler) => P | null,
  ): P | null {
    const key = JSON.stringify([...of, ...known.shaping.map((name) => variables[name])]);
    let plan = known.plans.get(key) as P | null | undefined;
    if (plan === undefined) {
      if (known.plans.size >= MOST_SHAPES) known.plans.clear();
      this.compiler ??= new PlanCompiler(
        this.host.schema,
        { reads: this.reads, writes: this.writes },
        this.tokens.recogniser,
      );
      plan = compile(this.compiler);
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
