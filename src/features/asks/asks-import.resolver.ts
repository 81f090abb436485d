import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import { say } from '../../platform/words/words.js';
import { canDraftAsk } from './ask.policy.js';
import { ImportAsksInput, ImportAsksPayload, ImportReportType } from './asks-import.graphql.js';
import { AsksImportService } from './asks-import.service.js';

@Resolver(() => ImportReportType)
export class AsksImportResolver {
  constructor(private readonly imports: AsksImportService) {}

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => ImportAsksPayload, {
    description:
      'Makes drafts of the rows of a spreadsheet, or changes those that an earlier import made, found by external_id. Sending the same file again changes nothing.',
  })
  async importAsks(@CurrentActor() actor: Actor, @Args('input') input: ImportAsksInput): Promise<ImportAsksPayload> {
    const report = await this.imports.import(actor, input);
    if (report.problemCount === 0) return { report, userErrors: [] };
    const message = say`Nothing was imported. Problems in the file: ${report.problemCount}. Correct them as the report says, then send it again.`;
    return { report, userErrors: [{ code: 'INVALID', message, path: ['input', 'csv'] }] };
  }
}
