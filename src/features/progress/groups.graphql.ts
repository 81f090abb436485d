import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AskKind } from '../asks/index.js';
import { PledgerKind } from './pledgers.rules.js';
import { FigureType, ProgressFiguresType } from './progress.graphql.js';

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

registerEnumType(PledgerKind, {
  name: 'PledgerKind',
  description: 'Who pledges, in kind and never by name.',
  valuesMap: {
    PEOPLE: { description: 'People, for themselves.' },
    ORGANIZATIONS: { description: 'Organizations, by whoever represents them.' },
  },
});

@ObjectType('PledgerProgress', {
  description:
    'What people did, or what organizations did. Outsiders read `about 12` where it was told some time ago, and `not told` where only the whole is.',
})
@Access(visible)
export class PledgerProgressType {
  @Field(() => PledgerKind, { description: 'Whose part it is.' })
  pledgers: PledgerKind;

  @Field(() => FigureType, { description: 'How many pledges are taken on by them.' })
  pledged: FigureType;

  @Field(() => FigureType, { description: 'How many pledges of theirs wait for a place.' })
  waitlisted: FigureType;

  @Field(() => FigureType, { description: 'How many reports of theirs await an answer.' })
  reported: FigureType;

  @Field(() => FigureType, { description: 'How many doings of theirs the community confirmed.' })
  attested: FigureType;
}
