import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { AskType } from '../asks/index.js';
import { AskAddresses, publicAskById } from './ask-addresses.js';

@Resolver(() => AskType)
export class AskAddressesResolver {
  constructor(private readonly addresses: AskAddresses) {}

  @ResolveField(() => String, {
    nullable: true,
    description:
      'The page that tells anyone about the ask: what, why, when, the risk, and how far it has come. Null where not everyone may see it.',
  })
  @Access(visible)
  async pageUrl(@Parent() { id }: AskType, @Load() load: LoadFunction): Promise<string | null> {
    const seen = await load(publicAskById, id);
    return seen && this.addresses.page(seen);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'A short link to that page, for flyers and the phone: capitals and hyphens in its end do not matter. Null where `pageUrl` is.',
  })
  @Access(visible)
  async shortUrl(@Parent() { id }: AskType, @Load() load: LoadFunction): Promise<string | null> {
    return (await load(publicAskById, id)) && this.addresses.short(id);
  }
}
