import { ArgsType, Field, ID } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsDate } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Optional, Uuid } from '../../platform/validation/index.js';
import type { RecordKind } from '../record/index.js';
import { RecordKindEnum } from './record-entry.graphql.js';

@ArgsType()
export class RecordArgs extends PageArgs {
  @Field(() => [RecordKindEnum], { nullable: true, description: 'Only entries of these kinds, up to 100.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(100, { message: 'TOO_MANY|Name at most 100 kinds.' })
  kinds?: RecordKind[] | null;

  @Field(() => ID, { nullable: true, description: 'Only entries of this campaign.' })
  @Optional()
  @Uuid()
  campaignId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only entries from this instant on.' })
  @Optional()
  @IsDate()
  since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only entries before this instant.' })
  @Optional()
  @IsDate()
  until?: Date | null;
}
