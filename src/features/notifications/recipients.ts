import type { Tx } from '../../platform/database/tx.js';
import type { OutboxEvent } from '../../platform/jobs/event-handlers.js';
import type { Recipient } from './notices.js';

type Find = (event: OutboxEvent) => (tx: Tx) => Promise<Recipient[]>;

const from =
  (name: string): Find =>
  (event) =>
  (tx) =>
    tx.rows<Recipient>(`SELECT person_id FROM app.${name}($1, $2)`, [event.communityId, event.subjectId]);

/** Whose pledge the event is about. */
export const pledger = from('mail_recipients_pledger');

/** Whose standing as an ally, or request for one, the event is about. */
export const ally = from('mail_recipients_ally');

/** The stewards of the community that leads the ask, without the one whose own work it is. */
export const stewards = from('mail_recipients_answering');

/** The stewards of the community that leads the ask that the event is about. */
export const leading = from('mail_recipients_leading');

/** Everyone with a live pledge in the campaign that the event is about. */
export const pledgersOfCampaign = from('mail_recipients_campaign');

/** Who made the offer that the event is about. */
export const offerer = from('mail_recipients_offerer');

/** Who reads what allies offer, without whoever offered. */
export const offerReaders = from('mail_recipients_offer_readers');

/** Whose account the event is about. */
export const person: Find = (event) => (tx) =>
  tx.rows<Recipient>('SELECT person_id FROM app.mail_recipients_person($1)', [event.subjectId]);
/** Every affected person of the community whose people were exported. */
export const exportedPeople = from('mail_recipients_people_export');

/** Those who may vouch for whoever asks to be admitted. */
export const vouchers = from('mail_recipients_vouchers');

/** Whoever asked to be admitted. */
export const asker = from('mail_recipients_asker');

/** Every affected person, newcomers included. */
export const affected = from('mail_recipients_affected');

/** The stewards who can confirm a removal. */
export const otherStewards = from('mail_recipients_other_stewards');

/** Whoever was removed. */
export const removed = from('mail_recipients_removed');

/** Whoever is asked to carry a duty. */
export const candidate = from('mail_recipients_candidate');

/** Everyone with a live pledge to the ask that the event is about. */
export const pledgersOfAsk = from('mail_recipients_ask');

/** Everyone of the community who is on the roll of the round, or the part of it, that the event is about. */
export const roll = from('mail_recipients_roll');

/** Whom the end of a round concerns. */
export const concernedByEnd = from('mail_recipients_round_end');
