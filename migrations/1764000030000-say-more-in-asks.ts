import { SqlMigration } from './support.js';

const added = `area, latitude, longitude, is_online, access_features, mitigations, prerequisites, capacities, helpful_buffers, effort_minutes, time_zone,
    cadence, missed_limit, threshold, threshold_at, grace_hours`;

/** What an ally needs to know before saying yes: where about, online or not, who can take part, how long, how often, and what it depends on. */
export class SayMoreInAsks1764000030000 extends SqlMigration {
  readonly name = 'SayMoreInAsks1764000030000';

  protected readonly upSql = `
SET LOCAL lock_timeout = '2s';
ALTER TABLE ask
  ADD COLUMN area text NOT NULL DEFAULT '',
  ADD COLUMN latitude numeric(8, 5),
  ADD COLUMN longitude numeric(8, 5),
  ADD COLUMN is_online boolean NOT NULL DEFAULT false,
  ADD COLUMN access_features text[] NOT NULL DEFAULT '{}',
  ADD COLUMN mitigations text NOT NULL DEFAULT '',
  ADD COLUMN prerequisites text NOT NULL DEFAULT '',
  ADD COLUMN capacities text[] NOT NULL DEFAULT '{}',
  ADD COLUMN helpful_buffers text[] NOT NULL DEFAULT '{}',
  ADD COLUMN effort_minutes integer,
  ADD COLUMN time_zone text,
  ADD COLUMN cadence text,
  ADD COLUMN missed_limit integer NOT NULL DEFAULT 2,
  ADD COLUMN threshold integer,
  ADD COLUMN threshold_at timestamptz,
  ADD COLUMN grace_hours integer NOT NULL DEFAULT 72;
ALTER TABLE ask
  ADD CONSTRAINT ask_position_ck CHECK ((latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180) NOT VALID,
  ADD CONSTRAINT ask_access_features_ck CHECK (access_features <@ '{STEP_FREE,INTERPRETING,CHILDCARE,EASY_LANGUAGE}') NOT VALID,
  ADD CONSTRAINT ask_more_texts_ck CHECK (length(area) <= 120 AND length(mitigations) <= 4000 AND length(prerequisites) <= 2000) NOT VALID,
  ADD CONSTRAINT ask_capacities_ck CHECK (capacities <@ '{SKILL,LANGUAGE,SPACE,TRANSPORT,AUDIENCE,FUNDS,DECISION_MAKER,TIME}') NOT VALID,
  ADD CONSTRAINT ask_helpful_buffers_ck CHECK (helpful_buffers <@ '{CITIZENSHIP,JOB,HOUSING,INCOME,LEGAL_SUPPORT,HEALTH,APPEARANCE}') NOT VALID,
  ADD CONSTRAINT ask_effort_minutes_ck CHECK (effort_minutes BETWEEN 1 AND 10080) NOT VALID,
  ADD CONSTRAINT ask_cadence_ck CHECK (length(cadence) BETWEEN 1 AND 300) NOT VALID,
  ADD CONSTRAINT ask_missed_limit_ck CHECK (missed_limit BETWEEN 1 AND 20) NOT VALID,
  ADD CONSTRAINT ask_threshold_ck CHECK ((threshold IS NULL) = (threshold_at IS NULL) AND threshold BETWEEN 1 AND quantity_wanted) NOT VALID,
  ADD CONSTRAINT ask_grace_hours_ck CHECK (grace_hours BETWEEN 0 AND 720) NOT VALID;
COMMENT ON COLUMN ask.area IS 'Where about, coarse: told to everybody, whatever the risk.';
COMMENT ON COLUMN ask.cadence IS 'An RRULE without DTSTART, in the time zone of the ask or else of its campaign; null for what is done once.';
COMMENT ON COLUMN ask.missed_limit IS 'After how many missed times in a row a recurring pledge lapses.';
COMMENT ON COLUMN ask.threshold IS 'How much has to be pledged by threshold_at before anything starts.';
GRANT INSERT (${added}), UPDATE (${added}) ON ask TO accompany_app;
`;

  protected readonly downSql = `
ALTER TABLE ask DROP COLUMN area, DROP COLUMN latitude, DROP COLUMN longitude, DROP COLUMN is_online, DROP COLUMN access_features, DROP COLUMN mitigations,
  DROP COLUMN prerequisites, DROP COLUMN capacities, DROP COLUMN helpful_buffers, DROP COLUMN effort_minutes, DROP COLUMN time_zone, DROP COLUMN cadence,
  DROP COLUMN missed_limit, DROP COLUMN threshold, DROP COLUMN threshold_at, DROP COLUMN grace_hours;
`;
}
