import {
  type FragmentDefinitionNode,
  getArgumentValues,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { visible } from '../../access/access.decorator.js';
import { declaredFields, type DeclaredField } from '../../access/declared-access.js';
import { everyone, Rule } from '../../access/rule.js';
import { AppScope } from '../../access/scope.js';
import { Failure } from '../errors.js';
import { joined, object, verbatim } from './json-text.js';
import { NotPlanned, type Reading } from './collect.js';
import { type Payload, PayloadOf } from './payload-of.js';
import type { ReadPlans } from './read-plans.js';
import { StatementOf } from './statement-of.js';
import { type Audience, viewedBy } from './viewers.js';
import type { WritePlan, WritePlans } from './write-plans.js';

export interface Operation {
  document: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface Plan {
  sql: string;
  /** The values of its parameters, after those of whoever reads. */
  values: (variables: Readonly<Record<string, unknown>>) => readonly unknown[] | null;
}

export interface Write {
  plan: WritePlan;
  /** Who may, as far as that is known before anything is read. */
  rule: Rule<never>;
  input: (variables: Readonly<Record<string, unknown>>) => unknown;
  payload: Payload;
}

/** Turns queries into statements that answer their whole JSON text, and mutations into what is made and answered of it. */
export class PlanCompiler {
  private readonly declared: ReadonlyMap<string, DeclaredField>;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly plans: { reads: ReadPlans; writes: WritePlans },
    private readonly recognise: string,
  ) {
    this.declared = new Map(declaredFields(schema).map((one) => [one.coordinate, one]));
  }

  /** Null where any part of it is not planned: an answer comes from one place, whole. */
  compile(operation: Operation, variables: Readonly<Record<string, unknown>>, audience: Audience): Plan | null {
    const query = this.schema.getQueryType();
    if (operation.document.operation !== 'query' || !query) return null;
    return ifPlanned(() => {
      const viewed = viewedBy(audience, this.plans.reads, this.recognise);
      const statement = new StatementOf(this.plans.reads, this.reading(operation, variables), {
        ...viewed,
        ...audience,
      });
      const data = statement.root(query, operation.document);
      // What reads nothing needs no statement.
      if (!statement.reads) return null;
      const sql = viewed.statement(joined([...object([['data', data]]), verbatim('\n')]));
      return { sql, values: (given) => statement.values(given) };
    });
  }

  /** Null likewise. */
  compileWrite(operation: Operation, variables: Readonly<Record<string, unknown>>): Write | null {
    const mutation = this.schema.getMutationType();
    if (operation.document.operation !== 'mutation' || !mutation) return null;
    return ifPlanned(() => {
      const payload = new PayloadOf(this.plans, this.reading(operation, variables));
      const { field, node, plan, text } = payload.root(mutation, operation.document);
      const rule = this.declared.get(`${mutation.name}.${field.name}`)?.declaration;
      if (!(rule instanceof Rule)) return null;
      return {
        plan,
        rule,
        input: (given) => getArgumentValues(field, node, given)['input'],
        payload: text,
      };
    });
  }

  private reading({ fragments }: Operation, variables: Readonly<Record<string, unknown>>): Reading {
    return {
      schema: this.schema,
      fragments,
      variables,
      isVisible: (type, field) => this.isVisible(type, field),
    };
  }

  /** What asks for more than to see the object is asked for by its resolver, and apps of fields with a scope of their own. */
  private isVisible(type: GraphQLObjectType, field: string): boolean {
    const declared = this.declared.get(`${type.name}.${field}`);
    if (!declared) return false;
    return declared.root
      ? declared.declaration === everyone && declared.scope === AppScope.READ
      : declared.declaration === visible && declared.scope === undefined;
  }
}

/** Null where what is selected, or a list that is asked for, is for resolvers: to answer or to refuse. */
function ifPlanned<T>(compile: () => T | null): T | null {
  try {
    return compile();
  } catch (error) {
    if (error instanceof NotPlanned || error instanceof Failure) return null;
    throw error;
  }
}
