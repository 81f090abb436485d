import { Field, Int } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { OccurrenceType } from '../fulfilment/index.js';
import { PledgeType } from '../pledges/index.js';

@Payload('You do it at its time. Whoever organizes sees that you said so.')
export class ConfirmOccurrencePayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'The occurrence.' })
  occurrence?: OccurrenceType | null;
}

@Payload('It is planned for the new time. You are reminded of that one as you chose.')
export class ReschedulePledgePayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'The occurrence.' })
  occurrence?: OccurrenceType | null;
}

@Payload('You are reminded at these times from now on, of every pledge for which you chose nothing else.')
export class SetReminderTimesPayload extends MutationPayload {
  @Field(() => [Int], { nullable: true, description: 'Minutes from the time that was planned, negative before it.' })
  reminderTimes?: number[] | null;
}

@Payload('You are reminded of this pledge at these times from now on.')
export class SetPledgeRemindersPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}
