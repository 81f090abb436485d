import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, MaxLength } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { spoken } from '../../platform/graphql/spoken.js';
import { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';
import type { Words } from '../../platform/words/words.js';

@InputType({ description: 'Asks from a spreadsheet. All rows are taken, or none.' })
export class ImportAsksInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours that is to lead them: to open, run and attest them. Default: the host where you may for it, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => String, {
    description:
      'The file: CSV with a header row, up to 90,000 characters. Columns: external_id, priority (its statement or id), title, kind, unit and quantity; if you like description, language, slots, starts_at, ends_at, place, risk_tier, risk_notes, dos, donts, suits, access, visibility and notice_hours.',
  })
  @MaxLength(90_000, {
    message: 'TOO_LONG|Send at most 90,000 characters, in several files if need be; the command line takes 5,000 rows.',
  })
  csv: string;

  @Field(() => Boolean, { nullable: true, description: 'True to see what would happen, without writing anything.' })
  @Optional()
  @IsBoolean()
  dryRun?: boolean | null;
}

@ObjectType('ImportProblem', { description: 'What is wrong with a row of the file.' })
@Access(visible)
export class ImportProblemType {
  @Field(() => Int, { description: 'The line of the file on which the row begins; the header is on line 1.' })
  line: number;

  @Field(() => String, { nullable: true, description: 'The column; null when the row as a whole is meant.' })
  column: string | null;

  @Field(() => UserErrorCode, { description: 'What is wrong, for programs.' })
  code: UserErrorCode;

  @Field(() => String, {
    description: 'What is wrong and what to do next, for people, in their language.',
    middleware: [spoken],
  })
  message: Words;
}

@ObjectType('ImportReport', { description: 'What an import did, or why it did nothing.' })
@Access(visible)
export class ImportReportType {
  @Field(() => Boolean, { description: 'Whether it only tried.' })
  dryRun: boolean;

  @Field(() => Int, { description: 'How many rows the file has besides the header.' })
  rows: number;

  @Field(() => Int, { description: 'How many drafts were made, or would be.' })
  created: number;

  @Field(() => Int, { description: 'How many drafts were changed, or would be.' })
  updated: number;

  @Field(() => Int, { description: 'How many rows say what is there already.' })
  unchanged: number;

  @Field(() => Int, { description: 'How many problems there are in all.' })
  problemCount: number;

  @Field(() => [ImportProblemType], {
    description: 'The first 200 of them, by line. While there is one, nothing is written.',
  })
  problems: ImportProblemType[];
}

@Payload('What came of an import.')
export class ImportAsksPayload extends MutationPayload {
  @Field(() => ImportReportType, { nullable: true, description: 'The report; there too when the file has problems.' })
  report?: ImportReportType | null;
}
