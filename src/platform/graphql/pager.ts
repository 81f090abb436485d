import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../http/config.token.js';
import { childRows, childTotal } from './children.js';
import { Cursors } from './cursor.js';
import { BadRequest } from './errors.js';
import { type ChildList, keysOf, type ListSpec, rowsStatement, type Slice, totalStatement } from './list.js';
import type { Load } from './loader.js';
import type { PageArgs } from './page-args.js';
import type { Reader } from './reader.js';

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

  /** A page of a list that a query holds once. */
  async page<Row extends object>(reader: Reader, list: ListSpec, args: PageArgs): Promise<Page<Row>> {
    const scope = questionOf(list);
    const slice = this.slice(scope, args);
    const { sql, params } = rowsStatement(list, slice);
    const rows = await reader.rows<Row>(sql, params);
    return this.pageOf(rows, { list, scope, slice, count: () => count(reader, list) });
  }

  /** A page of the list of one parent; what a query asks alike of several parents is read by one statement. */
  async children<Row extends object>(load: Load, list: ChildList, args: PageArgs): Promise<Page<Row>> {
    const question = questionOf(list, Object.keys(list.parent));
    const ids = Object.values(list.parent).join();
    // One parent's cursor must not tell where to start in another's list.
    const scope = `${question}${ids}`;
    const slice = this.slice(scope, args);
    const sliced = JSON.stringify([slice, list.select, question]);
    const rows = await load(childRows, { list, slice, question: sliced, ids });
    return this.pageOf(rows as Row[], {
      list,
      scope,
      slice,
      count: () => load(childTotal, { list, slice, question, ids }),
    });
  }

  private slice(scope: string, { first = 20, after }: PageArgs): Slice {
    // The service may be called by other ways than the validated arguments.
    if (!Number.isInteger(first) || first < 1 || first > 100) throw new BadRequest('Ask for 1 to 100 at a time.');
    return { first, after: after == null ? null : this.cursors.open(scope, after) };
  }

  private pageOf<Row extends object>(rows: readonly Row[], { list, scope, slice, count: total }: Asked): Page<Row> {
    return new RowsPage(rows.slice(0, slice.first), {
      hasNextPage: rows.length > slice.first,
      hasPreviousPage: slice.after !== null,
      cursorOf: (row) => this.cursors.seal(scope, keysOf(row, list)),
      count: total,
    });
  }
}

interface Asked {
  list: ListSpec;
  /** To what cursors are sealed. */
  scope: string;
  slice: Slice;
  count: () => Promise<number>;
}

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

async function count(reader: Reader, list: ListSpec): Promise<number> {
  const { sql, params } = totalStatement(list);
  const [row] = await reader.rows<{ total: number }>(sql, params);
  return row?.total ?? 0;
}

/** The whole question belongs to the seal: the same list under another filter or order is another list. */
function questionOf({ scope, from, where, params, order }: ListSpec, ...more: unknown[]): string {
  return JSON.stringify([scope, from, where, params, order, ...more]);
}
