import { inCommunityAs, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** Rows of the campaign that a lead writes: the columns are those of the row. */
const leadsIt = (role: string) => `app.leads_campaign(community_id, campaign_id, lead_id, '${role}')`;
const ofOwnLead = (role: string) => `lead_id = ANY ((SELECT app.communities_as('${role}'))::uuid[])`;
const inLedCampaign = `campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[])`;
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** A lead's own proposal, until the community stands behind it. */
const ownProposal = `(SELECT true FROM lead_act a WHERE a.community_id = priority.lead_id AND a.id = priority.id AND ${mine('a.membership_id')}) AND ${leadsIt('affected')}`;

/** Whether the row follows from a pledge to an ask of a lead of the viewer's. For everyone else it costs one look at nothing. */
const ofLed = (row: string) => `(SELECT app.leads_somewhere()) AND (SELECT true FROM ${row})`;
const ledPledge = ofLed(
  `ask a WHERE a.community_id = pledge.community_id AND a.id = pledge.ask_id AND a.${ofOwnLead('affected')}`,
);
const ledOccurrence = ofLed(
  `ask a WHERE a.community_id = occurrence.community_id AND a.id = occurrence.ask_id AND a.${ofOwnLead('affected')}`,
);
const ledFact = (table: string) =>
  ofLed(
    `occurrence o JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id
      WHERE o.community_id = ${table}.community_id AND o.id = ${table}.occurrence_id AND a.${ofOwnLead('affected')}`,
  );

/** The column by which a row names its lead, and that it is signed by a member of the host or for that lead, never both or neither. */
const signedByOne = (table: string, signer: string, key: string, references: string) => `
ALTER TABLE ${table} ALTER COLUMN ${signer} DROP NOT NULL, ADD COLUMN lead_id uuid,
  ADD CONSTRAINT ${table}_lead_fk FOREIGN KEY (${key}) REFERENCES ${references},
  ADD CONSTRAINT ${table}_signed_once_ck CHECK ((${signer} IS NULL) = (lead_id IS NOT NULL));`;
const inCoalition = [
  'community_id, campaign_id, lead_id',
  'coalition_lead (community_id, campaign_id, lead_id)',
] as const;
const signsForLead = (table: string, subject = 'id') => `
CREATE TRIGGER signs_for_lead BEFORE INSERT ON ${table} FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('${subject}');`;

/** In place of what only affected people of the host wrote: those of a live lead write for it as well, and allies still nothing. */
const onlyAffected = (table: string, condition: string, commands: readonly ('insert' | 'update')[]) =>
  commands
    .map(
      (command) => `
DROP POLICY only_affected_${command} ON ${table};
CREATE POLICY only_affected_${command} ON ${table} AS RESTRICTIVE FOR ${command.toUpperCase()} TO accompany_app ${command === 'update' ? `USING (${condition}) ` : ''}WITH CHECK (${condition});`,
    )
    .join('');

const affectedHere = inCommunityAs('affected');
const onlyAffectedAttest = (condition: string) => `
DROP POLICY only_affected_attest ON attestation;
CREATE POLICY only_affected_attest ON attestation AS RESTRICTIVE FOR INSERT TO accompany_app WITH CHECK (${condition} AND NOT (${mine('pledger_id')}));`;

/** Priorities, mandates, asks and attestations of the communities that lead a campaign beside its host. */
export class ShareTheLead1764000015100 extends SqlMigration {
  readonly name = 'ShareTheLead1764000015100';

  protected readonly upSql = `
${signedByOne('priority', 'proposed_by', ...inCoalition)}
${signedByOne('mandate', 'proposed_by', ...inCoalition)}
${signedByOne('ask', 'created_by', ...inCoalition)}
${signedByOne('ask_terms', 'changed_by', 'lead_id', 'community')}
${signedByOne('attestation', 'attested_by', 'lead_id', 'community')}
ALTER TABLE mandate_signature DROP CONSTRAINT mandate_signature_pk;
${signedByOne('mandate_signature', 'signed_by', 'lead_id', 'community')}
ALTER TABLE mandate_signature ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD CONSTRAINT mandate_signature_pk PRIMARY KEY (community_id, mandate_id, id),
  ADD CONSTRAINT mandate_signature_once_uq UNIQUE (community_id, mandate_id, signed_by);
ALTER TABLE mandate ADD CONSTRAINT mandate_founding_is_the_hosts_ck CHECK (lead_id IS NULL OR began_as = 'EMERGENCY');
ALTER TABLE ask DROP CONSTRAINT ask_paused_says_why_ck,
  ADD CONSTRAINT ask_paused_says_why_ck CHECK ((state = 'PAUSED') = (paused_because IS NOT NULL) AND paused_because IN ('ORGANIZER', 'MANDATE_ENDED', 'LEAD_LEFT'));
COMMENT ON COLUMN ask.lead_id IS 'The community beside the host that mandates and attests it; null for the host. Never changes.';
CREATE INDEX ask_lead_ix ON ask (community_id, campaign_id, lead_id) WHERE lead_id IS NOT NULL;

CREATE FUNCTION app.leads_somewhere() RETURNS boolean ${sqlDefiner} AS $$ SELECT cardinality(app.coalition_hosts()) > 0 $$;

CREATE FUNCTION app.pledgers_to_led_asks() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(DISTINCT p.pledger_id), '{}')
    FROM public.coalition_lead l
    JOIN public.ask a ON a.community_id = l.community_id AND a.campaign_id = l.campaign_id AND a.lead_id = l.lead_id
    JOIN public.pledge p ON p.community_id = a.community_id AND p.ask_id = a.id AND p.pledger_standing = 'ALLY'
   WHERE l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
$$;
COMMENT ON FUNCTION app.pledgers_to_led_asks() IS 'Allies of a host who pledged to an ask that a community of the current person leads: it works with them, and with no one else of the host''s.';

CREATE FUNCTION app.checks_lead_of_signature() RETURNS trigger ${definer} AS $$
DECLARE
  signed public.mandate;
BEGIN
  SELECT * INTO signed FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  IF signed.lead_id IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('mandate_signature_by_its_lead_ck', 'a mandate is signed by the people of the community that gives it');
  END IF;
  IF NEW.lead_id IS NULL THEN RETURN NEW; END IF;
  -- In the order of app.mandate_is_signed. Two signatures are two people, not two memberships of one.
  PERFORM FROM public.campaign g WHERE g.community_id = NEW.community_id AND g.id = signed.campaign_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.lead_act a JOIN public.membership m ON m.community_id = a.community_id AND m.id = a.membership_id
      WHERE a.community_id = NEW.lead_id AND a.kind = 'mandate_signature' AND a.subject_id = NEW.mandate_id AND m.person_id = app.person_id()) THEN
    PERFORM app.refuse('mandate_signature_once_uq', 'nobody signs twice');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checks_lead BEFORE INSERT ON mandate_signature FOR EACH ROW EXECUTE FUNCTION app.checks_lead_of_signature();

CREATE FUNCTION app.checks_lead_of_ask() RETURNS trigger ${definer} AS $$
BEGIN
  IF (SELECT m.lead_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id) IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('ask_mandate_of_its_lead_ck', 'an ask opens under a mandate of the community that leads it');
  END IF;
  IF NEW.lead_id IS NOT NULL THEN
    -- Held until the end: whoever leaves the coalition meanwhile waits, and pauses this ask too.
    PERFORM FROM public.coalition_lead l
      WHERE l.community_id = NEW.community_id AND l.campaign_id = NEW.campaign_id AND l.lead_id = NEW.lead_id AND l.left_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      PERFORM app.refuse('ask_lead_takes_part_ck', 'the community that led this ask has left the coalition');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checks_lead BEFORE UPDATE ON ask FOR EACH ROW
  WHEN (NEW.state = 'OPEN' AND (OLD.state, OLD.mandate_id) IS DISTINCT FROM (NEW.state, NEW.mandate_id)) EXECUTE FUNCTION app.checks_lead_of_ask();

CREATE FUNCTION app.checks_lead_of_attestation() RETURNS trigger ${definer} AS $$
BEGIN
  IF (SELECT a.lead_id FROM public.occurrence o JOIN public.ask a ON a.community_id = o.community_id AND a.id = o.ask_id
       WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id) IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('attestation_by_its_lead_ck', 'what was done is attested by the community that leads the ask');
  END IF;
  IF NEW.lead_id IS NOT NULL AND app.stands_behind(NEW.community_id, NEW.pledger_id, app.person_id()) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checks_lead BEFORE INSERT ON attestation FOR EACH ROW EXECUTE FUNCTION app.checks_lead_of_attestation();
${['priority', 'mandate', 'ask', 'attestation'].map((table) => signsForLead(table)).join('')}
${signsForLead('mandate_signature', 'mandate_id')}

${onlyAffected('priority', `(${affectedHere} OR ${leadsIt('affected')})`, ['insert', 'update'])}
CREATE POLICY led_seen ON priority FOR SELECT TO accompany_app USING (${inLedCampaign});
CREATE POLICY proposed_for_lead ON priority FOR INSERT TO accompany_app WITH CHECK (${leadsIt('affected')});
CREATE POLICY edited_for_lead ON priority FOR UPDATE TO accompany_app USING (named_at IS NULL AND ${ownProposal}) WITH CHECK (${ownProposal});
GRANT INSERT (lead_id) ON priority TO accompany_app;

${onlyAffected('mandate', `(${affectedHere} OR ${leadsIt('affected')})`, ['insert'])}
CREATE POLICY led_seen ON mandate FOR SELECT TO accompany_app USING (${inLedCampaign});
CREATE POLICY proposed_for_lead ON mandate FOR INSERT TO accompany_app WITH CHECK (state = 'PROPOSED' AND kind = began_as AND ${leadsIt('settled')});
GRANT INSERT (lead_id) ON mandate TO accompany_app;

${onlyAffected('mandate_signature', `(${affectedHere} OR ${ofOwnLead('affected')})`, ['insert'])}
CREATE POLICY led_seen ON mandate_signature FOR SELECT TO accompany_app USING (${ofOwnLead('affected')});
CREATE POLICY signed_for_lead ON mandate_signature FOR INSERT TO accompany_app
  WITH CHECK ((SELECT app.leads_campaign(m.community_id, m.campaign_id, mandate_signature.lead_id, 'settled') FROM mandate m
      WHERE m.community_id = mandate_signature.community_id AND m.id = mandate_signature.mandate_id));
GRANT INSERT (lead_id, id) ON mandate_signature TO accompany_app;

CREATE POLICY led_seen ON ask FOR SELECT TO accompany_app USING (${inLedCampaign} OR ${ofOwnLead('affected')});
CREATE POLICY drafted_for_lead ON ask FOR INSERT TO accompany_app WITH CHECK (state = 'DRAFT' AND ${leadsIt('affected')});
CREATE POLICY draft_edited_for_lead ON ask FOR UPDATE TO accompany_app USING (state = 'DRAFT' AND ${leadsIt('affected')}) WITH CHECK (state = 'DRAFT');
CREATE POLICY run_for_lead ON ask FOR UPDATE TO accompany_app USING (${leadsIt('organizer')}) WITH CHECK (${leadsIt('organizer')});
-- Rows may be locked by the host, which stops and concludes with them; they are changed by their lead while it takes part.
CREATE POLICY only_its_lead_runs ON ask AS RESTRICTIVE FOR UPDATE TO accompany_app USING (true)
  WITH CHECK (lead_id IS NULL OR ${leadsIt('affected')} OR app.lead_is_out(community_id, campaign_id, lead_id));
GRANT INSERT (lead_id) ON ask TO accompany_app;

CREATE POLICY led_seen ON ask_terms FOR SELECT TO accompany_app
  USING ((SELECT app.leads_somewhere()) AND (SELECT true FROM ask a WHERE a.community_id = ask_terms.community_id AND a.id = ask_terms.ask_id
    AND (a.${inLedCampaign} OR a.${ofOwnLead('affected')})));
CREATE POLICY written_for_lead ON ask_terms FOR INSERT TO accompany_app
  WITH CHECK ((SELECT app.leads_campaign(a.community_id, a.campaign_id, ask_terms.lead_id, 'organizer') AND a.lead_id = ask_terms.lead_id FROM ask a
      WHERE a.community_id = ask_terms.community_id AND a.id = ask_terms.ask_id));
CREATE POLICY led_seen ON ask_tally FOR SELECT TO accompany_app USING (${inLedCampaign});
CREATE POLICY led_seen ON public_figure FOR SELECT TO accompany_app USING (${inLedCampaign});

CREATE POLICY led_seen ON pledge FOR SELECT TO accompany_app USING (${ledPledge});
CREATE POLICY led_seen ON occurrence FOR SELECT TO accompany_app USING (${ledOccurrence});
CREATE POLICY led_seen ON fulfilment_report FOR SELECT TO accompany_app USING (${ledFact('fulfilment_report')});
CREATE POLICY led_seen ON attestation FOR SELECT TO accompany_app USING (${ledFact('attestation')});
CREATE POLICY led_pledgers_seen ON membership FOR SELECT TO accompany_app
  USING (standing = 'ALLY' AND (SELECT app.leads_somewhere()) AND id = ANY ((SELECT app.pledgers_to_led_asks())::uuid[]));
CREATE POLICY attested_for_lead ON attestation FOR INSERT TO accompany_app WITH CHECK (${ofOwnLead('settled')});
${onlyAffectedAttest(`(${affectedHere} OR ${ofOwnLead('affected')})`)}
GRANT INSERT (lead_id) ON attestation TO accompany_app;

GRANT EXECUTE ON FUNCTION app.leads_somewhere(), app.pledgers_to_led_asks(), app.checks_lead_of_signature(), app.checks_lead_of_ask(),
  app.checks_lead_of_attestation() TO accompany_app;
`;

  protected readonly downSql = `
${onlyAffectedAttest(affectedHere)}
DROP POLICY attested_for_lead ON attestation;
DROP POLICY led_pledgers_seen ON membership;
${[
  'attestation',
  'fulfilment_report',
  'occurrence',
  'pledge',
  'public_figure',
  'ask_tally',
  'ask_terms',
  'ask',
  'mandate_signature',
  'mandate',
  'priority',
]
  .map((table) => `DROP POLICY led_seen ON ${table};`)
  .join('\n')}
DROP POLICY written_for_lead ON ask_terms;
DROP POLICY only_its_lead_runs ON ask;
DROP POLICY run_for_lead ON ask;
DROP POLICY draft_edited_for_lead ON ask;
DROP POLICY drafted_for_lead ON ask;
DROP POLICY signed_for_lead ON mandate_signature;
${onlyAffected('mandate_signature', affectedHere, ['insert'])}
DROP POLICY proposed_for_lead ON mandate;
${onlyAffected('mandate', affectedHere, ['insert'])}
DROP POLICY edited_for_lead ON priority;
DROP POLICY proposed_for_lead ON priority;
${onlyAffected('priority', affectedHere, ['insert', 'update'])}
${['mandate_signature', 'attestation', 'ask', 'mandate', 'priority'].map((table) => `DROP TRIGGER signs_for_lead ON ${table};`).join('\n')}
${['mandate_signature', 'attestation', 'ask'].map((table) => `DROP TRIGGER checks_lead ON ${table};`).join('\n')}
DROP FUNCTION app.checks_lead_of_attestation(), app.checks_lead_of_ask(), app.checks_lead_of_signature(), app.pledgers_to_led_asks(), app.leads_somewhere();
-- From here on refused while something is signed by a lead: it would be nobody's.
ALTER TABLE ask DROP CONSTRAINT ask_paused_says_why_ck,
  ADD CONSTRAINT ask_paused_says_why_ck CHECK ((state = 'PAUSED') = (paused_because IS NOT NULL) AND paused_because IN ('ORGANIZER', 'MANDATE_ENDED'));
ALTER TABLE mandate_signature DROP CONSTRAINT mandate_signature_once_uq, DROP CONSTRAINT mandate_signature_pk, DROP COLUMN id, DROP COLUMN lead_id,
  ALTER COLUMN signed_by SET NOT NULL, ADD CONSTRAINT mandate_signature_pk PRIMARY KEY (community_id, mandate_id, signed_by);
ALTER TABLE attestation DROP COLUMN lead_id, ALTER COLUMN attested_by SET NOT NULL;
ALTER TABLE ask_terms DROP COLUMN lead_id, ALTER COLUMN changed_by SET NOT NULL;
ALTER TABLE ask DROP COLUMN lead_id, ALTER COLUMN created_by SET NOT NULL;
ALTER TABLE mandate DROP COLUMN lead_id, ALTER COLUMN proposed_by SET NOT NULL;
ALTER TABLE priority DROP COLUMN lead_id, ALTER COLUMN proposed_by SET NOT NULL;
`;
}
