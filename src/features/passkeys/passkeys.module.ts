import { Module } from '@nestjs/common';
import { Ceremonies } from './ceremonies.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { PasskeyQueries } from './passkeys.queries.js';
import { PasskeysResolver, ViewerPasskeysResolver } from './passkeys.resolver.js';
import { PasskeysService } from './passkeys.service.js';

@Module({
  providers: [
    Ceremonies,
    PasskeyQueries,
    PasskeySignInService,
    PasskeysResolver,
    PasskeysService,
    ViewerPasskeysResolver,
  ],
})
export class PasskeysModule {}
