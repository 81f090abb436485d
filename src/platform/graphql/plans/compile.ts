import type { FragmentDefinitionNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { visible } from '../../access/access.decorator.js';
import { declaredFields, type DeclaredField } from '../../access/declared-access.js';
import { everyone } from '../../access/rule.js';
import { AppScope } from '../../access/scope.js';
import { Failure } from '../errors.js';
import { joined, object, verbatim } from './json-text.js';
import type { ReadPlans } from './read-plans.js';
import { NotPlanned, StatementOf } from './statement-of.js';
import { type Audience, viewedBy } from './viewers.js';

export interface Operation {
  document: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface Plan {
  sql: string;
  /** The values of its parameters, after those of whoever reads. */
  values: (variables: Readonly<Record<string, unknown>>) => readonly unknown[] | null;
}

/** Turns operations into statements that answer their whole JSON text. */
export class PlanCompiler {
  private readonly declared: ReadonlyMap<string, DeclaredField>;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly plans: ReadPlans,
    private readonly recognise: string,
  ) {
    this.declared = new Map(declaredFields(schema).map((one) => [one.coordinate, one]));
  }

  /** Null where any part of it is not planned: an answer comes from one place, whole. */
  compile(operation: Operation, variables: Readonly<Record<string, unknown>>, audience: Audience): Plan | null {
    const query = this.schema.getQueryType();
    if (operation.document.operation !== 'query' || !query) return null;
    try {
      const viewed = viewedBy(audience, this.plans, this.recognise);
      const reading = { schema: this.schema, fragments: operation.fragments, variables };
      const isVisible = (type: GraphQLObjectType, field: string) => this.isVisible(type, field);
      const statement = new StatementOf(this.plans, reading, { ...viewed, ...audience }, isVisible);
      const data = statement.root(query, operation.document);
      // What reads nothing needs no statement.
      if (!statement.reads) return null;
      const sql = viewed.statement(joined([...object([['data', data]]), verbatim('\n')]));
      return { sql, values: (given) => statement.values(given) };
    } catch (error) {
      // What a list does not take is refused by its resolver.
      if (error instanceof NotPlanned || error instanceof Failure) return null;
      throw error;
    }
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
