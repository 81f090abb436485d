import { Field, ID, InputType } from '@nestjs/graphql';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'An organization. Whoever enters it is its first representative.' })
export class CreateOrganizationInput extends MutationInput {
  @Field(() => String, { description: 'What it is called, up to 120 characters. It is public.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is, in up to 4,000 characters. It is public.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  about?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What its representatives call you, and nobody else. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;
}

@InputType({ isAbstract: true })
class OfOrganizationInput extends MutationInput {
  @Field(() => ID, { description: 'The organization, one that you represent.' })
  @Uuid()
  organizationId: string;
}

@InputType({ description: 'What an organization says of itself. What you leave out stays.' })
export class ReviseOrganizationInput extends OfOrganizationInput {
  @Field(() => String, { nullable: true, description: 'What it is called, up to 120 characters.' })
  @Optional()
  @Text({ max: 120 })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  about?: string | null;
}

@InputType({ description: 'A way for one more person to represent an organization.' })
export class InviteRepresentativeInput extends OfOrganizationInput {}

@InputType({ description: 'An invitation to represent an organization.' })
export class AcceptRepresentationInput extends MutationInput {
  @Field(() => String, { description: 'The invitation link, or the code at its end.' })
  @Text({ max: 500 })
  link: string;

  @Field(() => String, {
    nullable: true,
    description: 'What its other representatives call you, and nobody else. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;
}

@InputType({ description: 'The organization that you leave.' })
export class LeaveOrganizationInput extends OfOrganizationInput {}

@InputType({ description: 'Who is to represent the organization no more.' })
export class RemoveRepresentativeInput extends MutationInput {
  @Field(() => ID, { description: 'The representative, of an organization that you represent yourself.' })
  @Uuid()
  representativeId: string;
}

@InputType({ description: 'The organization that comes to its end.' })
export class CloseOrganizationInput extends OfOrganizationInput {}
