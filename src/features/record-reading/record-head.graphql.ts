import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

@ObjectType('RecordHead', {
  description:
    'The end of the chain of a record: of now for the people affected, of the last published day for everyone else. Whoever noted an earlier one can find out whether the past was changed.',
})
@Access(visible)
export class RecordHeadType {
  @Field(() => Int, { description: 'How many entries the chain has.' })
  seq: number;

  @Field(() => String, { description: 'The hash of the last one, in hexadecimal.' })
  hash: string;

  @Field(() => DateTime, {
    description: 'When it was sealed; for outsiders and allies, the midnight (UTC) at which that day ended.',
  })
  sealedAt: Date;
}

@ObjectType('PublishedRecordHead', {
  description:
    'Where the chain of a record ended at the end of a day. It is kept from then on, and anyone may keep it elsewhere: it proves that nothing up to there was changed later.',
})
@Access(visible)
export class PublishedRecordHeadType {
  @Field(() => CalendarDate, { description: 'The day (UTC) at whose end it was the head.' })
  endedOn: string;

  @Field(() => Int, { description: 'How many entries the chain had.' })
  seq: number;

  @Field(() => String, { description: 'The hash of the last of them, in hexadecimal.' })
  hash: string;
}
