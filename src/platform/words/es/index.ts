import { asks } from './asks.js';
import { campaigns } from './campaigns.js';
import { communities } from './communities.js';
import { firstSteps } from './first-steps.js';
import { fulfilment } from './fulfilment.js';
import { mandates } from './mandates.js';
import { people } from './people.js';
import { platform } from './platform.js';
import { pledges } from './pledges.js';
import { priorities } from './priorities.js';
import { recordReading } from './record-reading.js';

/** Warm, plain, neutral Spanish of Latin America: *tú*, wording that takes in everyone, and always what to do next. */
export const es = {
  ...platform,
  ...people,
  ...communities,
  ...campaigns,
  ...priorities,
  ...mandates,
  ...asks,
  ...pledges,
  ...fulfilment,
  ...firstSteps,
  ...recordReading,
};
