import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Text, Uuid } from '../../platform/validation/index.js';

export enum PeopleExportState {
  REQUESTED = 'REQUESTED',
  APPROVED = 'APPROVED',
  DOWNLOADED = 'DOWNLOADED',
  LAPSED = 'LAPSED',
}
registerEnumType(PeopleExportState, {
  name: 'PeopleExportState',
  description: 'How far an export of people is.',
  valuesMap: {
    REQUESTED: { description: 'A steward asked; another affected person can approve within 7 days.' },
    APPROVED: { description: 'The steward who asked can take it, once, within 24 hours.' },
    DOWNLOADED: { description: 'It was taken, and every affected person was told.' },
    LAPSED: { description: 'Its time ran out. Nothing was taken.' },
  },
});

@ObjectType('PeopleExport', {
  description: 'That someone asked for the list of the people of a community, why, and what came of it.',
})
@Access(visible)
@Scope(ownSession)
export class PeopleExportType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  requestedById: string;
  approvedById: string | null;

  @Field(() => PeopleExportState, { description: 'How far it is.' })
  state: PeopleExportState;

  @Field(() => String, { description: 'Why it is needed, in the words of who asked.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When another affected person approved it.' })
  approvedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken.' })
  downloadedAt: Date | null;
}

@InputType({ description: 'Whose people, and why.' })
export class RequestPeopleExportInput extends MutationInput {
  @Field(() => ID, { description: 'Your community.' })
  @Uuid()
  communityId: string;

  @Field(() => String, { description: 'What for, in up to 2,000 characters. Every affected person can read it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@Payload('It was asked for. Another affected person approves it within 7 days, or it lapses.')
export class RequestPeopleExportPayload extends MutationPayload {
  @Field(() => PeopleExportType, { nullable: true, description: 'Pass its id to whoever is to approve it.' })
  peopleExport?: PeopleExportType | null;
}

@InputType({ description: 'What you agree to.' })
export class ApprovePeopleExportInput extends MutationInput {
  @Field(() => ID, { description: 'The export that another person asked for.' })
  @Uuid()
  peopleExportId: string;
}

@Payload('It was approved. Whoever asked can take it once, within 24 hours.')
export class ApprovePeopleExportPayload extends MutationPayload {
  @Field(() => PeopleExportType, { nullable: true, description: 'The export.' })
  peopleExport?: PeopleExportType | null;
}

@InputType({ description: 'What you take.' })
export class DownloadPeopleExportInput extends MutationInput {
  @Field(() => ID, { description: 'The export that you asked for and someone else approved.' })
  @Uuid()
  peopleExportId: string;
}

@Payload('The list, once. Every affected person is told that it was taken.')
export class DownloadPeopleExportPayload extends MutationPayload {
  @Field(() => PeopleExportType, { nullable: true, description: 'The export.' })
  peopleExport?: PeopleExportType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A table as CSV (UTF-8, RFC 4180): pseudonym, standing, duties, since, until. Shown now and never again; keep it safe.',
  })
  csv?: string | null;
}
