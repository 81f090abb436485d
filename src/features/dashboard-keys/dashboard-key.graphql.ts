import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

export enum KeyRevocation {
  BY_STEWARD = 'BY_STEWARD',
  SEEN_IN_ADDRESS = 'SEEN_IN_ADDRESS',
}
registerEnumType(KeyRevocation, {
  name: 'KeyRevocation',
  description: 'Why a dashboard key was withdrawn.',
  valuesMap: {
    BY_STEWARD: { description: 'A steward withdrew it.' },
    SEEN_IN_ADDRESS: {
      description: 'Someone sent it in an address, where logs keep it, so the server withdrew it at once.',
    },
  },
});

@ObjectType('DashboardKey', {
  description:
    'Lets a dashboard read what is public, and besides that the unlisted campaigns of one community with their public asks and figures. It is no person: it sees no draft, member or pledge, and changes nothing.',
  implements: () => [NodeType],
})
@Access(visible)
export class DashboardKeyType {
  @Field(() => ID, { description: 'The id. It is not the key, which is shown once only.' })
  id: string;

  communityId: string;

  coversAllCampaigns: boolean;

  @Field(() => String, { description: 'What the stewards call it.' })
  name: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt: Date;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day on which it was used, by the calendar of the community; null if it never was.',
  })
  lastUsedOn: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn; null unless it was.' })
  revokedAt: Date | null;

  @Field(() => KeyRevocation, { nullable: true, description: 'Why it was withdrawn; null unless it was.' })
  revokedBecause: KeyRevocation | null;
}

@Payload('A dashboard key was made.')
export class CreateDashboardKeyPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The key. Send it as the header `Authorization: Bearer key_…`, never in an address. Shown now and never again.',
  })
  key?: string | null;

  @Field(() => DashboardKeyType, { nullable: true, description: 'What is known of it.' })
  dashboardKey?: DashboardKeyType | null;
}

@Payload('A dashboard key was withdrawn. It fails from the next request on.')
export class RevokeDashboardKeyPayload extends MutationPayload {
  @Field(() => DashboardKeyType, { nullable: true, description: 'The key.' })
  dashboardKey?: DashboardKeyType | null;
}
