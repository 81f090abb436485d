import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType, TypeMetadataStorage } from '@nestjs/graphql';
import { Access, visible } from '../access/access.decorator.js';
import type { Page } from './pager.js';

@ObjectType({ description: 'Where a page stands in its list.' })
@Access(visible)
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether some came before.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first item; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last item; null on an empty page.' })
  endCursor: string | null;
}

const known = new Map<Type, Type>();

/**
 * The Relay connection of a node type: `AskConnection`, `AskEdge`. Resolve it with a `Page`.
 * Leave `total` out of lists whose size alone would tell an outsider something.
 */
export function Connection<Node>(node: Type<Node>, { total = true } = {}): Type<Page<Node>> {
  const found = known.get(node);
  if (found) return found as Type<Page<Node>>;
  const name = TypeMetadataStorage.getObjectTypeMetadataByTarget(node)?.name;
  if (!name) throw new Error(`${node.name} is no object type, so it has no connection.`);

  @ObjectType(`${name}Edge`, { description: `A place in a list of ${name}.` })
  @Access(visible)
  class Edge {
    @Field(() => String, { description: 'Where it stands: pass it as `after` to go on from here.' })
    cursor: string;

    @Field(() => node, { description: 'What stands there.' })
    node: Node;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name}.` })
  @Access(visible)
  class ConnectionOfNode {
    @Field(() => [node], { description: 'The items.' })
    nodes: Node[];

    @Field(() => [Edge], { description: 'The items with their cursors.' })
    edges: Edge[];

    @Field(() => PageInfo, { description: 'Whether more follow, and from where.' })
    pageInfo: PageInfo;
  }
  if (total) {
    Field(() => Int, { description: 'How many there are in all, of those that you may see.' })(
      ConnectionOfNode.prototype,
      'totalCount',
    );
  }
  known.set(node, ConnectionOfNode);
  return ConnectionOfNode as unknown as Type<Page<Node>>;
}
