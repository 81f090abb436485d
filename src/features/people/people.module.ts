import { Global, Module } from '@nestjs/common';
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
      inject: [SessionsService],
      useFactory: (sessions: SessionsService) => (header: string | undefined) => sessions.authenticate(header),
    },
  ],
  exports: [AUTHENTICATE, AccountsService, Links, SessionsService, SignInLimits],
})
export class PeopleModule {}
