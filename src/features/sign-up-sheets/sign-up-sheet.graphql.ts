import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Quantity, Uuid } from '../../platform/validation/index.js';

export enum PaperSize {
  A4 = 'A4',
  LETTER = 'LETTER',
}
registerEnumType(PaperSize, {
  name: 'PaperSize',
  description: 'The paper that is printed on.',
  valuesMap: {
    A4: { description: '210 by 297 millimetres, as in most of the world.' },
    LETTER: { description: '8.5 by 11 inches, as in North America.' },
  },
});

@InputType({ description: 'A sheet on which people sign up for an ask, to be printed.' })
export class PrintSignUpSheetInput extends MutationInput {
  @Field(() => ID, { description: 'The ask. It must be open or paused.' })
  @Uuid()
  askId: string;

  @Field(() => Int, { nullable: true, description: 'How many people can sign, 1 to 40; 10 if left out.' })
  @Optional()
  @Quantity({ max: 40 })
  rows?: number | null;

  @Field(() => PaperSize, { nullable: true, description: 'The paper; A4 if left out.' })
  @Optional()
  paper?: PaperSize | null;
}

@ObjectType('SignUpSheetLink', { description: 'Where a sheet can be printed from, and what it will say.' })
@Access(visible)
export class SignUpSheetLinkType {
  @Field(() => ID, {
    description:
      'The number of the sheet. It stands at its foot, so that rows entered afterwards can name what people read.',
  })
  sheetId: string;

  @Field(() => String, {
    description: 'The page, for a browser that prints it. Whoever has the address can print it until it expires.',
  })
  url: string;

  @Field(() => DateTime, {
    description:
      'Until when the page is there: an hour. It ends sooner when the ask, the brief or the agreement changes.',
  })
  expiresAt: Date;

  @Field(() => Int, { description: 'How many people can sign.' })
  rows: number;

  @Field(() => Int, { description: 'The version of the brief that it names.' })
  briefVersion: number;

  @Field(() => Int, { description: 'The version of the terms of the ask that it prints.' })
  termsVersion: number;

  @Field(() => Int, { description: 'The version of the agreement that it names.' })
  agreementVersion: number;
}

@Payload('A sheet is ready to be printed.')
export class PrintSignUpSheetPayload extends MutationPayload {
  @Field(() => SignUpSheetLinkType, { nullable: true, description: 'Where to print it from.' })
  sheet?: SignUpSheetLinkType | null;
}
