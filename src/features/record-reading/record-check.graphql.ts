import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { RecordFault } from '../record/index.js';
import { Optional, Quantity } from '../../platform/validation/index.js';

const LAST_POSITION = 2_147_483_647;

@ArgsType()
export class RecordCheckArgs {
  @Field(() => Int, {
    defaultValue: 1,
    description: 'The position to start at. Go on from `next` until that is null to have checked all of it.',
  })
  @Quantity({ min: 1, max: LAST_POSITION })
  from?: number = 1;

  @Field(() => Int, {
    nullable: true,
    description: 'Together with `hash`: the position (`seq`) of a head that you noted earlier, anywhere in the record.',
  })
  @Optional()
  @Quantity({ min: 1, max: LAST_POSITION })
  seq?: number | null;

  @Field(() => String, { nullable: true, description: 'Together with `seq`: the hash of that head, in hexadecimal.' })
  @Optional()
  @Matches(/^[0-9a-f]{64}$/i, { message: 'INVALID|Send the 64 characters of the hash as they were published.' })
  hash?: string | null;
}

@ObjectType('RecordFault', { description: 'Something in a record that is not as it was recorded.' })
@Access(visible)
export class RecordFaultType {
  @Field(() => Int, {
    nullable: true,
    description: 'The position that it concerns; null for an entry outside the chain.',
  })
  position: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the entry that it concerns; null where there is none, as where one is missing.',
  })
  entryId: string | null;

  /** What `text` is made of. */
  fault: RecordFault;
}

@ObjectType('RecordCheck', {
  description:
    'A part of a record, checked by this server: the hash of each entry computed anew, and compared with the heads published day by day. It takes the word of the server; a head that you noted yourself takes less of it.',
})
@Access(visible)
export class RecordCheckType {
  @Field(() => Boolean, { description: 'Whether everything that was checked is as it was recorded.' })
  holds: boolean;

  @Field(() => Int, { description: 'The position from which it was checked.' })
  from: number;

  @Field(() => Int, {
    description: 'The position up to which it was checked, at most 10,000 entries on; 0 where nothing is there.',
  })
  upTo: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The position from which to check on. Null when the end was reached: the head, and what waits to be sealed, were then checked, too.',
  })
  next: number | null;

  @Field(() => Int, { description: 'With how many heads published for this part at the end of a day it was compared.' })
  publishedHeads: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the head that you noted is still where it was, wherever that is; null when none was sent.',
  })
  notedHeadHolds: boolean | null;

  @Field(() => [RecordFaultType], { description: 'What is wrong, the first twenty things; empty when it holds.' })
  faults: RecordFaultType[];
}
