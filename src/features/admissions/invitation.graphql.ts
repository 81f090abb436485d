import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { CommunityType } from '../communities/index.js';

export enum InvitationState {
  OPEN = 'OPEN',
  USED = 'USED',
  REVOKED = 'REVOKED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(InvitationState, {
  name: 'InvitationState',
  description: 'What became of an invitation.',
  valuesMap: {
    OPEN: { description: 'Someone can still join by it.' },
    USED: { description: 'Someone joined by it.' },
    REVOKED: { description: 'It was taken back.' },
    EXPIRED: { description: 'Its seven days are over.' },
  },
});

@ObjectType('Invitation', {
  description: 'A way in for one affected person. Its code was shown once and is kept nowhere.',
})
@Access(visible)
export class InvitationType {
  @Field(() => ID, { description: 'The id, to revoke it by. It opens nothing.' })
  id: string;

  communityId: string;
  invitedById: string;

  @Field(() => InvitationState, { description: 'What became of it.' })
  state: InvitationState;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it ends: seven days later.' })
  expiresAt: Date;
}

@InputType({ description: 'A way in for one affected person.' })
export class InviteToCommunityInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;
}

@Payload('An invitation. Hand the link or the printed code to one affected person.')
export class InviteToCommunityPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The link, good once. It names no community. Shown now and never again.',
  })
  link?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same as a code to print or to read out: seven groups of four letters and digits, of which none looks like another. Spaces, hyphens and capitals do not matter when it is typed.',
  })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'The link as a QR code, as an SVG picture to print.' })
  qrCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A text to print with the code, in the language of the community, that names neither it nor its cause.',
  })
  printText?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends: seven days from now.' })
  expiresAt?: Date | null;

  @Field(() => InvitationType, { nullable: true, description: 'The invitation as stewards see it in their list.' })
  invitation?: InvitationType | null;
}

@InputType({ description: 'An invitation that nobody is to use any more.' })
export class RevokeInvitationInput extends MutationInput {
  @Field(() => ID, { description: 'The invitation.' })
  @Uuid()
  invitationId: string;
}

@Payload('An invitation was taken back.')
export class RevokeInvitationPayload extends MutationPayload {
  @Field(() => InvitationType, { nullable: true, description: 'The invitation.' })
  invitation?: InvitationType | null;
}

@InputType({ description: 'An invitation that was received.' })
export class AcceptInvitationInput extends MutationInput {
  @Field(() => String, { description: 'The invitation link, or the code as it is printed, however it was typed.' })
  @Text({ max: 500 })
  link: string;

  @Field(() => String, {
    nullable: true,
    description: 'What you want to be called here, and only here. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The second person of a community becomes a steward too, unless this is true.',
  })
  @Optional()
  @IsBoolean()
  declinesStewardship?: boolean | null;
}

@Payload('An affected person was admitted.')
export class AcceptInvitationPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community that invited.' })
  community?: CommunityType | null;
}
