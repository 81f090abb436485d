import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../access/access.decorator.js';
import type { Words } from '../words/words.js';
import { spoken } from './spoken.js';
import { UserErrorCode, userErrorCodes } from './user-error-code.js';

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What is wrong with what was sent.',
  valuesMap: Object.fromEntries(Object.entries(userErrorCodes).map(([code, description]) => [code, { description }])),
});

@ObjectType('UserError', { description: 'Something in the input that the sender can put right.' })
@Access(visible)
export class UserErrorType {
  @Field(() => UserErrorCode, { description: 'What is wrong, for programs.' })
  code: UserErrorCode;

  @Field(() => String, {
    description: 'What is wrong and what to do next, for people, in their language.',
    middleware: [spoken],
  })
  message: Words;

  @Field(() => [String], {
    description: 'Where in the arguments: names and indexes, such as `["input", "plan", "firstStep"]`.',
  })
  path: string[];
}

/** What every mutation answers. Its other fields are nullable: after a refusal only `userErrors` is there. */
@ObjectType({ isAbstract: true })
export abstract class MutationPayload {
  @Field(() => [UserErrorType], {
    description: 'What to put right. Empty means that it was done; otherwise nothing was changed.',
  })
  @Access(visible)
  userErrors?: UserErrorType[];
}

/** An object type whose fields are for whoever was allowed the mutation. */
export function Payload(description: string): ClassDecorator {
  return (target) => {
    ObjectType({ description })(target);
    Access(visible)(target);
  };
}
