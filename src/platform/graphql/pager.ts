import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../http/config.token.js';
import { Cursors } from './cursor.js';
import { BadRequest } from './errors.js';
import { after, orderBy, type OrderKey } from './keyset.js';
import type { PageArgs } from './page-args.js';
import type { Reader } from './reader.js';

export interface ListSpec {
  /** The list in the schema, such as `Campaign.asks`: its cursors open no other. */
  scope: string;
  select: string;
  from: string;
  /** Joined by AND. What the viewer may not see must be excluded here: the total counts what is left. */
  where: readonly string[];
  params: readonly unknown[];
  order: readonly OrderKey[];
}

/** What a connection resolves from. */
export interface Page<Row> {
  readonly nodes: Row[];
  readonly edges: { cursor: string; node: Row }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount: Promise<number>;
}

/** Reads one page of a list by its keys: as fast on page 1,000 as on the first, and stable while rows come in. */
@Injectable()
export class Pager {
  private readonly cursors: Cursors;

  constructor(@Inject(CONFIG) config: { secret: Buffer }) {
    this.cursors = new Cursors(config.secret);
  }

  async page<Row extends object>(reader: Reader, spec: ListSpec, args: PageArgs): Promise<Page<Row>> {
    const { first = 20 } = args;
    // The service may be called by other ways than the validated arguments.
    if (!Number.isInteger(first) || first < 1 || first > 100) throw new BadRequest('Ask for 1 to 100 at a time.');
    const scope = scopeOf(spec);
    const bound =
      args.after == null ? null : after(spec.order, this.cursors.open(scope, args.after), spec.params.length + 1);
    const where = bound ? [...spec.where, bound.sql] : spec.where;
    const keys = spec.order.map(({ sql }, index) => `(${sql})::text AS "${KEY}${index}"`);
    const rows = await reader.rows<Row>(
      `SELECT ${[spec.select, ...keys].join(', ')} FROM ${spec.from}${whereClause(where)} ORDER BY ${orderBy(spec.order)} LIMIT ${first + 1}`,
      [...spec.params, ...(bound?.params ?? [])],
    );
    return new RowsPage(rows.slice(0, first), {
      hasNextPage: rows.length > first,
      hasPreviousPage: bound !== null,
      cursorOf: (row) => this.cursors.seal(scope, keysOf(row, spec.order.length)),
      count: () => count(reader, spec),
    });
  }
}

const KEY = '__key';

interface Around<Row> {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  cursorOf: (row: Row) => string;
  count: () => Promise<number>;
}

/** Getters, so that cursors are made and the total is counted only when a query selects them. */
class RowsPage<Row extends object> implements Page<Row> {
  constructor(
    readonly nodes: Row[],
    private readonly around: Around<Row>,
  ) {}

  get edges(): { cursor: string; node: Row }[] {
    return this.nodes.map((node) => ({ cursor: this.around.cursorOf(node), node }));
  }

  get pageInfo(): Page<Row>['pageInfo'] {
    const { hasNextPage, hasPreviousPage, cursorOf } = this.around;
    const [start, end] = [this.nodes.at(0), this.nodes.at(-1)];
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: start ? cursorOf(start) : null,
      endCursor: end ? cursorOf(end) : null,
    };
  }

  get totalCount(): Promise<number> {
    return this.around.count();
  }
}

async function count(reader: Reader, spec: ListSpec): Promise<number> {
  const sql = `SELECT count(*)::int AS total FROM ${spec.from}${whereClause(spec.where)}`;
  const [row] = await reader.rows<{ total: number }>(sql, spec.params);
  return row?.total ?? 0;
}

function whereClause(where: readonly string[]): string {
  return where.length > 0 ? ` WHERE ${where.map((one) => `(${one})`).join(' AND ')}` : '';
}

/** The whole question belongs to the seal: the same list under another filter or order is another list. */
function scopeOf({ scope, from, where, params, order }: ListSpec): string {
  return JSON.stringify([scope, from, where, params, order]);
}

function keysOf(row: object, length: number): (string | null)[] {
  const values = row as Record<string, string | null>;
  return Array.from({ length }, (_, index) => values[`${KEY}${index}`] ?? null);
}
