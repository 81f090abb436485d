import { Field, ID, InputType } from '@nestjs/graphql';
import { IsIn } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import { FutureInstant, MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { MandateKind } from './mandate.graphql.js';

@InputType({ description: 'A mandate for asks under one priority. You sign it by proposing it.' })
export class ProposeMandateInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours for which you give it. Default: the host where you may for it, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => MandateKind, {
    description: '`FOUNDING` is in force at once by your word alone; `EMERGENCY` waits for a second signature.',
  })
  @IsIn([MandateKind.FOUNDING, MandateKind.EMERGENCY], {
    message: 'INVALID|People sign founding and emergency mandates. The others come from a round.',
  })
  kind: MandateKind;

  @Field(() => DateTime, { description: 'When it ends: within 30 days.' })
  @FutureInstant()
  until: Date;

  @Field(() => String, {
    description:
      'Why it is needed, in up to 2,000 characters. Everyone who sees the campaign can read it once in force.',
  })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Your word for a mandate that someone proposed.' })
export class CosignMandateInput extends MutationInput {
  @Field(() => ID, { description: 'The mandate.' })
  @Uuid()
  mandateId: string;
}
