import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Whoever was asked to confirm again has as long for it when a paused ask is closed as when it opens: nobody lapses by a pause. */
export class EndPausesByClosing1764000041000 extends SqlMigration {
  readonly name = 'EndPausesByClosing1764000041000';

  protected readonly upSql = `
CREATE OR REPLACE FUNCTION app.ask_stands_still() RETURNS trigger ${definer} AS $$
DECLARE
  since timestamptz;
  going_on timestamptz := now();
BEGIN
  -- When its mandate ended it stood still from then on, however late the clock came round to write it down.
  SELECT CASE WHEN NEW.paused_because = 'MANDATE_ENDED' THEN least(m.until, now()) END INTO since
    FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  NEW.paused_at := CASE WHEN NEW.state = 'PAUSED' THEN coalesce(OLD.paused_at, since, now()) END;
  IF OLD.paused_at IS NOT NULL AND NEW.state IN ('OPEN', 'CLOSED') THEN
    -- A stop that lasts still gives its own time when it ends.
    SELECT greatest(g.stopped_at, OLD.paused_at) INTO going_on FROM public.campaign g
     WHERE g.community_id = NEW.community_id AND g.id = NEW.campaign_id AND g.stopped_at IS NOT NULL;
    going_on := coalesce(going_on, now());
    NEW.threshold_at := CASE WHEN NEW.threshold_met_at IS NULL THEN NEW.threshold_at + (going_on - OLD.paused_at) ELSE NEW.threshold_at END;
    -- Who was asked since has had that time left from then on.
    UPDATE public.pledge p SET condition_until = p.condition_until + (going_on - OLD.paused_at), offered_until = p.offered_until + (going_on - OLD.paused_at),
           reconfirm_until = p.reconfirm_until + greatest(going_on - greatest(OLD.paused_at, p.state_changed_at), interval '0')
     WHERE p.community_id = NEW.community_id AND p.ask_id = NEW.id AND p.state IN ('WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION');
  END IF;
  RETURN NEW;
END $$;
`;

  protected readonly downSql = `
CREATE OR REPLACE FUNCTION app.ask_stands_still() RETURNS trigger ${definer} AS $$
DECLARE
  since timestamptz;
BEGIN
  -- When its mandate ended it stood still from then on, however late the clock came round to write it down.
  SELECT CASE WHEN NEW.paused_because = 'MANDATE_ENDED' THEN least(m.until, now()) END INTO since
    FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  NEW.paused_at := CASE WHEN NEW.state = 'PAUSED' THEN coalesce(OLD.paused_at, since, now()) END;
  IF OLD.paused_at IS NOT NULL AND NEW.state = 'OPEN' THEN
    NEW.threshold_at := CASE WHEN NEW.threshold_met_at IS NULL THEN NEW.threshold_at + (now() - OLD.paused_at) ELSE NEW.threshold_at END;
    UPDATE public.pledge p SET condition_until = p.condition_until + (now() - OLD.paused_at),
           offered_until = p.offered_until + (now() - OLD.paused_at), reconfirm_until = p.reconfirm_until + (now() - OLD.paused_at)
     WHERE p.community_id = NEW.community_id AND p.ask_id = NEW.id AND p.state IN ('WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION');
  END IF;
  RETURN NEW;
END $$;
`;
}
