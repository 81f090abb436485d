import { Field, InputType } from '@nestjs/graphql';
import { MutationInput, Optional, Text } from '../../platform/validation/index.js';

/** What opens a session on a device may give that device a name. */
@InputType({ isAbstract: true })
export abstract class DeviceInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description: 'What to call this device in your list of sessions, such as `kitchen laptop`. Only you see it.',
  })
  @Optional()
  @Text({ max: 60 })
  deviceName?: string | null;
}
