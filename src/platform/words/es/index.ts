import { admissions } from './admissions.js';
import { allies } from './allies.js';
import { appTokens } from './app-tokens.js';
import { asks } from './asks.js';
import { assembly } from './assembly.js';
import { campaigns } from './campaigns.js';
import { coalitions } from './coalitions.js';
import { constituencies } from './constituencies.js';
import { communities } from './communities.js';
import { dashboardKeys } from './dashboard-keys.js';
import { feeds } from './feeds.js';
import { entries } from './entries.js';
import { firstSteps } from './first-steps.js';
import { exports } from './exports.js';
import { fulfilment } from './fulfilment.js';
import { inbox } from './inbox.js';
import { live } from './live.js';
import { mandates } from './mandates.js';
import { occurrences } from './occurrences.js';
import { matching } from './matching.js';
import { offers } from './offers.js';
import { operators } from './operators.js';
import { organizations } from './organizations.js';
import { ownData } from './own-data.js';
import { pages } from './pages.js';
import { passkeys } from './passkeys.js';
import { people } from './people.js';
import { platform } from './platform.js';
import { pledgeLife } from './pledge-life.js';
import { pledges } from './pledges.js';
import { priorities } from './priorities.js';
import { progress } from './progress.js';
import { recordReading } from './record-reading.js';
import { reminders } from './reminders.js';
import { rounds } from './rounds.js';
import { signUpSheets } from './sign-up-sheets.js';
import { singleSignOn } from './single-sign-on.js';
import { sovereignty } from './sovereignty.js';
import { worklist } from './worklist.js';
import { standings } from './standings.js';
import { threads } from './threads.js';

/** Warm, plain, neutral Spanish of Latin America: *tú*, wording that takes in everyone, and always what to do next. */
export const es = {
  ...platform,
  ...people,
  ...passkeys,
  ...singleSignOn,
  ...appTokens,
  ...communities,
  ...admissions,
  ...standings,
  ...constituencies,
  ...campaigns,
  ...coalitions,
  ...inbox,
  ...live,
  ...priorities,
  ...progress,
  ...reminders,
  ...rounds,
  ...mandates,
  ...assembly,
  ...asks,
  ...offers,
  ...signUpSheets,
  ...allies,
  ...organizations,
  ...pledges,
  ...pledgeLife,
  ...matching,
  ...fulfilment,
  ...worklist,
  ...pages,
  ...threads,
  ...feeds,
  ...firstSteps,
  ...entries,
  ...exports,
  ...recordReading,
  ...sovereignty,
  ...dashboardKeys,
  ...occurrences,
  ...operators,
  ...ownData,
};
