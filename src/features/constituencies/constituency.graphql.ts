import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';

@ObjectType('Constituency', {
  description:
    'A group within the people affected, such as those without papers or those who care for children, that a round can ask to be heard. Each person says for themselves whether they belong; nobody is shown who does.',
})
@Access(visible)
export class ConstituencyType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => String, {
    description: 'What it is called. It never changes: people said of themselves that they are this.',
  })
  name: string;

  @Field(() => String, { description: 'Whom it is for. May be empty.' })
  about: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was retired; null while people can choose it.' })
  retiredAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many people say that they belong to it, down to full tens; null for fewer than ten.',
  })
  peopleCount: number | null;

  @Scope(ownSession)
  @Field(() => Boolean, {
    description: 'Whether you say that you belong to it. Nobody else sees this, and no app does.',
  })
  viewerBelongs: boolean;
}

@Payload('A community has one more constituency.')
export class DeclareConstituencyPayload extends MutationPayload {
  @Field(() => ConstituencyType, { nullable: true, description: 'The constituency.' })
  constituency?: ConstituencyType | null;
}

@Payload('A constituency is retired.')
export class RetireConstituencyPayload extends MutationPayload {
  @Field(() => ConstituencyType, { nullable: true, description: 'The constituency.' })
  constituency?: ConstituencyType | null;
}

@Payload('What you say of yourself is kept.')
export class ChooseConstituenciesPayload extends MutationPayload {
  @Field(() => [ConstituencyType], {
    nullable: true,
    description: 'The constituencies of the community, with whether you belong to each.',
  })
  constituencies?: ConstituencyType[] | null;
}
