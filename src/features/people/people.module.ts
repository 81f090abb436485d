import { Global, Module } from '@nestjs/common';
import { BearerTokens } from '../../platform/access/bearer-tokens.js';
import { AUTHENTICATE } from '../../platform/graphql/context.js';
import { AccountsService } from './accounts.service.js';
import { Links } from './links.js';
import { PeopleQueries } from './people.queries.js';
import { PeopleResolver } from './people.resolver.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

@Global()
@Module({
  providers: [
    AccountsService,
    Links,
    PeopleQueries,
    PeopleResolver,
    SessionsService,
    SignInLimits,
    {
      provide: AUTHENTICATE,
      inject: [BearerTokens],
      useFactory: (tokens: BearerTokens) => (header: string | undefined) => tokens.authenticate(header),
    },
  ],
  exports: [AUTHENTICATE, AccountsService, Links, SessionsService],
})
export class PeopleModule {}
