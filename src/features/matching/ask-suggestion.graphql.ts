import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { spoken } from '../../platform/graphql/spoken.js';
import { Nested, Optional, Uuid } from '../../platform/validation/index.js';
import type { Words } from '../../platform/words/words.js';
import { AskFilterInput, AskType } from '../asks/index.js';

export enum AskReasonCode {
  LESS_RISK = 'LESS_RISK',
  CAPACITY = 'CAPACITY',
  PRIORITY = 'PRIORITY',
  FEW_PLEDGED = 'FEW_PLEDGED',
  STARTS_SOON = 'STARTS_SOON',
  NEAR = 'NEAR',
  ONLINE = 'ONLINE',
  LANGUAGE = 'LANGUAGE',
  TIME = 'TIME',
  OPEN = 'OPEN',
}
registerEnumType(AskReasonCode, {
  name: 'AskReasonCode',
  description: 'Why an ask is suggested, for programs.',
  valuesMap: {
    LESS_RISK: { description: 'You carry its risk more lightly than the people concerned.' },
    CAPACITY: { description: 'It takes something that you can bring.' },
    PRIORITY: { description: 'It serves what the community put first.' },
    FEW_PLEDGED: { description: 'Few have pledged yet.' },
    STARTS_SOON: { description: 'It starts within a week.' },
    NEAR: { description: 'It is near you.' },
    ONLINE: { description: 'It is done online.' },
    LANGUAGE: { description: 'It is in a language that you speak.' },
    TIME: { description: 'It fits the time that you have.' },
    OPEN: { description: 'It is open and there is room.' },
  },
});

export enum AskCautionCode {
  JOIN_FIRST = 'JOIN_FIRST',
  AGREEMENT_CHANGED = 'AGREEMENT_CHANGED',
  RISK = 'RISK',
  CAPACITY = 'CAPACITY',
  FAR = 'FAR',
  LANGUAGE = 'LANGUAGE',
  ACCESS = 'ACCESS',
  TIME = 'TIME',
}
registerEnumType(AskCautionCode, {
  name: 'AskCautionCode',
  description: 'What to think of before pledging, for programs.',
  valuesMap: {
    JOIN_FIRST: { description: 'You are no member of the community yet.' },
    AGREEMENT_CHANGED: { description: 'The community has a new agreement, which you accept first.' },
    RISK: { description: 'It is risky, and nothing that you named makes the risk smaller.' },
    CAPACITY: { description: 'It takes something that you did not name.' },
    FAR: { description: 'It is further away than you go.' },
    LANGUAGE: { description: 'It is in a language that you did not name.' },
    ACCESS: { description: 'It does not say that it offers what you need to take part.' },
    TIME: { description: 'It takes longer than you have in a week.' },
  },
});

@ObjectType('AskReason', { description: 'Why an ask is suggested to you. Shown to you alone.' })
@Access(visible)
@Scope(ownSession)
export class AskReasonType {
  @Field(() => AskReasonCode, { description: 'Why, for programs.' })
  code: AskReasonCode;

  @Field(() => String, { description: 'Why, in words and in your language.', middleware: [spoken] })
  text: Words;
}

@ObjectType('AskCaution', { description: 'What to think of before you pledge. Shown to you alone.' })
@Access(visible)
@Scope(ownSession)
export class AskCautionType {
  @Field(() => AskCautionCode, { description: 'What, for programs.' })
  code: AskCautionCode;

  @Field(() => String, { description: 'What, in words and in your language.', middleware: [spoken] })
  text: Words;
}

@ObjectType('AskSuggestion', { description: 'An ask that you could take on, and why.' })
@Access(visible)
@Scope(ownSession)
export class AskSuggestionType {
  @Field(() => AskType, { description: 'The ask.' })
  ask: AskType;

  @Field(() => Boolean, {
    description:
      'Whether you would have to join its community first, by `joinAsAlly`; it may be that it takes nobody now.',
  })
  joinFirst: boolean;

  @Field(() => [AskReasonType], { description: 'Why it stands where it stands, the weightiest first. Never empty.' })
  reasons: readonly AskReasonType[];

  @Field(() => [AskCautionType], { description: 'What to think of first. May be empty.' })
  cautions: readonly AskCautionType[];
}

@ArgsType()
export class AskSuggestionArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only asks of the campaigns that this community hosts.' })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => AskFilterInput, { nullable: true, description: 'Which asks, beside what suits you.' })
  @Optional()
  @Nested(() => AskFilterInput)
  filter?: AskFilterInput | null;
}
