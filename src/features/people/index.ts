export { type AccountInput, AccountsService, type NewAccount } from './accounts.service.js';
export { invalidLink, type Link, Links, parseLink } from './links.js';
export { grouped, newPaperCode, PAPER_LETTERS, paperCodeIn } from './paper-codes.js';
export { SessionType, ViewerType } from './people.graphql.js';
export { PeopleModule } from './people.module.js';
export { SessionsService } from './sessions.service.js';
export { openSession, type Session } from './sessions.js';
export { SignInLimits } from './sign-in-limits.js';
