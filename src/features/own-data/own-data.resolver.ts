import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import { DataExportsService } from './data-exports.service.js';
import { ErasureService } from './erasure.service.js';
import { EraseMeInput, EraseMePayload, ExportMyDataInput, ExportMyDataPayload } from './own-data.graphql.js';
import { canEraseThemselves, canExportOwnData } from './own-data.policy.js';

@Resolver()
export class OwnDataResolver {
  constructor(
    private readonly exports: DataExportsService,
    private readonly erasure: ErasureService,
  ) {}

  @Access(canExportOwnData)
  @Mutation(() => ExportMyDataPayload, {
    description:
      'Links to everything that is stored about you, as a file and as a page. Each works once, within 24 hours; asking again ends the links before.',
  })
  async exportMyData(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExportMyDataInput,
  ): Promise<ExportMyDataPayload> {
    return { ...(await this.exports.request(actor, input)), userErrors: [] };
  }

  @Access(canEraseThemselves)
  @Mutation(() => EraseMePayload, {
    description:
      'Erases you, at once and for good: your account, your sign-in, your address, what you are called and what you wrote of yourself. Live pledges step back without fault. Counts and the record of each community stay, without you.',
  })
  async eraseMe(@CurrentActor() actor: Actor, @Args('input') input: EraseMeInput): Promise<EraseMePayload> {
    return { erased: true, stays: await this.erasure.erase(actor, input), userErrors: [] };
  }
}
