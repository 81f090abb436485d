import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';

@ObjectType('Organization', {
  description:
    'A body that allies itself with communities: a union, an association, a company. It is public; who represents it and where it stands is not.',
  implements: () => [NodeType],
})
@Access(visible)
export class OrganizationType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  /** It belongs to no community. */
  communityId: null;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { description: 'What it is, in its own words. May be empty.' })
  about: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed; null while it goes on.' })
  closedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether you represent it.' })
  isYours: boolean;
}

@ObjectType('Representative', {
  description: 'Someone who acts for an organization, as its other representatives see them.',
})
@Access(visible)
export class RepresentativeType {
  @Field(() => ID, { description: 'The id, good in this organization only.' })
  id: string;

  organizationId: string;

  @Field(() => String, { description: 'What they are called among its representatives.' })
  pseudonym: string;

  @Field(() => DateTime, { description: 'Since when they represent it.' })
  since: Date;

  @Field(() => Boolean, { description: 'Whether it is you.' })
  isYou: boolean;
}

@Payload('An organization was entered, and you represent it.')
export class CreateOrganizationPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}

@Payload('The organization calls or describes itself otherwise.')
export class ReviseOrganizationPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}

@Payload('An invitation. Hand the link to one person.')
export class InviteRepresentativePayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The link, good once. It names no organization. Shown now and never again.',
  })
  link?: string | null;

  @Field(() => String, { nullable: true, description: 'The code at its end, to print or to read out.' })
  code?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends: seven days from now.' })
  expiresAt?: Date | null;
}

@Payload('You represent the organization that invited you.')
export class AcceptRepresentationPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}

@Payload('You represent the organization no more.')
export class LeaveOrganizationPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}

@Payload('Someone represents the organization no more.')
export class RemoveRepresentativePayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}

@Payload('The organization was closed: it stands nowhere any more, and nobody represents it.')
export class CloseOrganizationPayload extends MutationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization?: OrganizationType | null;
}
