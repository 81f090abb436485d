import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { MutationInput, Nested, Optional, Quantity } from '../../platform/validation/index.js';
import { NotificationTopic } from './notification.graphql.js';

export enum NotificationChannel {
  MAIL = 'MAIL',
  MESSENGER = 'MESSENGER',
}
registerEnumType(NotificationChannel, {
  name: 'NotificationChannel',
  description: 'By which way someone is told, beside `Viewer.notifications`, which has everything.',
  valuesMap: {
    MAIL: { description: 'By e-mail, to the confirmed address.' },
    MESSENGER: { description: 'By a short message, to the address confirmed by `confirmMessengerAddress`.' },
  },
});

export enum NotificationChoice {
  AT_ONCE = 'AT_ONCE',
  DIGEST = 'DIGEST',
  OFF = 'OFF',
}
registerEnumType(NotificationChoice, {
  name: 'NotificationChoice',
  description: 'How someone wants to be told.',
  valuesMap: {
    AT_ONCE: { description: 'As it happens; in your quiet hours at their end.' },
    DIGEST: {
      description: 'In one summary a day, at the hour that you chose; what you have read by then is left out.',
    },
    OFF: { description: 'Not at all. It is still among your notifications.' },
  },
});

@ObjectType('NotificationSetting', { description: 'How you want to be told of one topic by one way.' })
@Access(visible)
@Scope(ownSession)
export class NotificationSettingType {
  @Field(() => NotificationChannel, { description: 'By which way.' })
  channel: NotificationChannel;

  @Field(() => NotificationTopic, { description: 'Of what.' })
  topic: NotificationTopic;

  @Field(() => NotificationChoice, { description: 'How. Without a choice of yours: at once.' })
  choice: NotificationChoice;
}

@ObjectType('NotificationChoices', { description: 'How and when you want to be told.' })
@Access(visible)
@Scope(ownSession)
export class NotificationChoicesType {
  @Field(() => [NotificationSettingType], { description: 'Every way and topic, with what is chosen for it.' })
  settings: NotificationSettingType[];

  @Field(() => Int, { description: 'At which hour of your time zone a summary comes, 0 to 23. Default 8.' })
  digestHour: number;

  @Field(() => Int, {
    description:
      'From which hour of your time zone on nothing is sent but what concerns the safety of your account. Default 21.',
  })
  quietFrom: number;

  @Field(() => Int, { description: 'Until which hour. The same as `quietFrom` is no quiet at all. Default 8.' })
  quietUntil: number;
}

@InputType({ description: 'A choice for one topic by one way.' })
export class NotificationSettingInput {
  @Field(() => NotificationChannel, { description: 'By which way.' })
  @IsEnum(NotificationChannel)
  channel: NotificationChannel;

  @Field(() => NotificationTopic, { description: 'Of what. Not `ACCOUNT_SAFETY`, which always comes at once.' })
  @IsEnum(NotificationTopic)
  topic: NotificationTopic;

  @Field(() => NotificationChoice, { description: 'How.' })
  @IsEnum(NotificationChoice)
  choice: NotificationChoice;
}

@InputType({ description: 'How and when you want to be told. What is left out stays as it is.' })
export class SetNotificationChoicesInput extends MutationInput {
  @Field(() => [NotificationSettingInput], {
    nullable: true,
    description: 'Choices by topic and way; the last one counts where two are for the same.',
  })
  @Optional()
  @Nested(() => NotificationSettingInput, { each: true, most: 20 })
  settings?: NotificationSettingInput[] | null;

  @Field(() => Int, { nullable: true, description: 'At which hour of your time zone a summary comes, 0 to 23.' })
  @Optional()
  @Quantity({ min: 0, max: 23 })
  digestHour?: number | null;

  @Field(() => Int, { nullable: true, description: 'From which hour on nothing is sent, 0 to 23.' })
  @Optional()
  @Quantity({ min: 0, max: 23 })
  quietFrom?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Until which hour, 0 to 23. The same as `quietFrom` is no quiet at all.',
  })
  @Optional()
  @Quantity({ min: 0, max: 23 })
  quietUntil?: number | null;
}

@Payload('Your choices, from now on. What was on its way before still comes, unless its topic is off.')
export class SetNotificationChoicesPayload extends MutationPayload {
  @Field(() => NotificationChoicesType, { nullable: true, description: 'Every choice as it is now.' })
  choices?: NotificationChoicesType | null;
}
