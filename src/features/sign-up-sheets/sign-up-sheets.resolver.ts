import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import { canRunAsks } from '../asks/index.js';
import { SheetLinks } from './sheet-links.js';
import { PrintSignUpSheetInput, PrintSignUpSheetPayload, SignUpSheetLinkType } from './sign-up-sheet.graphql.js';
import { SignUpSheetsService } from './sign-up-sheets.service.js';

@Resolver(() => SignUpSheetLinkType)
export class SignUpSheetsResolver {
  constructor(
    private readonly sheets: SignUpSheetsService,
    private readonly links: SheetLinks,
  ) {}

  @Access(canRunAsks)
  @Mutation(() => PrintSignUpSheetPayload, {
    description:
      'Makes a sheet of paper on which people sign up for an ask, for a meeting or a doorstep: what is asked, the risk, what signing means, and numbered rows. What they write is entered afterwards.',
  })
  async printSignUpSheet(
    @CurrentActor() actor: Actor,
    @Args('input') input: PrintSignUpSheetInput,
  ): Promise<PrintSignUpSheetPayload> {
    const sheet = await this.sheets.print(actor, input);
    return { sheet: { ...sheet, url: this.links.url(sheet.sheetId) }, userErrors: [] };
  }
}
