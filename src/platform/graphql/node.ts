import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Types that `node` finds say `implements: () => [NodeType]`. */
@InterfaceType('Node', { description: 'Anything that has an id of its own.' })
export abstract class NodeType {
  @Field(() => ID, { description: 'The id.' })
  id: string;
}
