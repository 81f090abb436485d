import { Global, Module } from '@nestjs/common';
import { BearerTokens } from '../../platform/access/bearer-tokens.js';
import { AUTHENTICATE } from '../../platform/graphql/context.js';
import { AccountsService } from './accounts.service.js';
import { AddressesResolver } from './addresses.resolver.js';
import { AddressesService } from './addresses.service.js';
import { ExpiredCodes } from './expired-codes.js';
import { FactorsResolver } from './factors.resolver.js';
import { FactorsService } from './factors.service.js';
import { Links } from './links.js';
import { OwnSessionsResolver } from './own-sessions.resolver.js';
import { PasswordsResolver } from './passwords.resolver.js';
import { PasswordsService } from './passwords.service.js';
import { PeopleQueries } from './people.queries.js';
import { PeopleResolver } from './people.resolver.js';
import { PreferencesResolver } from './preferences.resolver.js';
import { PreferencesService } from './preferences.service.js';
import { Proofs } from './proofs.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { StepUpService } from './step-up.service.js';

@Global()
@Module({
  providers: [
    AccountsService,
    AddressesResolver,
    AddressesService,
    ExpiredCodes,
    FactorsResolver,
    FactorsService,
    Links,
    OwnSessionsResolver,
    PasswordsResolver,
    PasswordsService,
    PeopleQueries,
    PeopleResolver,
    PreferencesResolver,
    PreferencesService,
    Proofs,
    SessionsService,
    SignInLimits,
    StepUpService,
    {
      provide: AUTHENTICATE,
      inject: [BearerTokens],
      useFactory: (tokens: BearerTokens) => (header: string | undefined) => tokens.authenticate(header),
    },
  ],
  exports: [AUTHENTICATE, AccountsService, Links, SessionsService, SignInLimits],
})
export class PeopleModule {}
