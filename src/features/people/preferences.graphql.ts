import { Field, InputType } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { Language, MutationInput, Optional, TimeZone } from '../../platform/validation/index.js';
import { ViewerType } from './people.graphql.js';

@InputType({ description: 'How you want to be spoken to. What is left out stays as it is.' })
export class ChangePreferencesInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The language for messages and mail, such as `es` or `es-MX`. What is not spoken in it yet is answered in the language of your browser, or else in English.',
  })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'Your time zone, such as `America/Mexico_City`.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;
}

@Payload('The preferences are changed, from the next request on.')
export class ChangePreferencesPayload extends MutationPayload {
  @Field(() => ViewerType, { nullable: true, description: 'You, with the preferences as they are now.' })
  viewer?: ViewerType | null;
}
