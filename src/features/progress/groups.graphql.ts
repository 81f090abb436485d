import { Field, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AskKind } from '../asks/index.js';
import { ProgressFiguresType } from './progress.graphql.js';

@ObjectType('KindProgress', {
  description: 'How far the asks of one kind have come.',
  implements: () => [ProgressFiguresType],
})
@Access(visible)
export class KindProgressType extends ProgressFiguresType {
  @Field(() => AskKind, { description: 'What sort of doing they ask for.' })
  kind: AskKind;
}

@ObjectType('AreaProgress', {
  description: 'How far the asks in one place have come, as `Ask.area` names it.',
  implements: () => [ProgressFiguresType],
})
@Access(visible)
export class AreaProgressType extends ProgressFiguresType {
  @Field(() => String, {
    nullable: true,
    description:
      'The place; capitals and spaces make no other one of it. Null for asks that name none, and for the rest.',
  })
  area: string | null;

  @Field(() => Boolean, { description: 'Whether it is all the other places, where there are more than a hundred.' })
  isRest: boolean;
}
