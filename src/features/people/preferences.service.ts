import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/graphql/errors.js';
import type { ChangePreferencesInput } from './preferences.graphql.js';

@Injectable()
export class PreferencesService {
  constructor(private readonly database: Database) {}

  async change(actor: Actor, input: ChangePreferencesInput): Promise<null> {
    const { language = null, timeZone = null } = input;
    return this.database.write(actor, { name: 'changePreferences', input }, async (tx) => {
      if (language === null && timeZone === null) {
        throw refuse('INVALID', 'Send the language or the time zone that you want, or both.', 'language');
      }
      await tx.rows(
        'UPDATE person SET language = coalesce($1, language), time_zone = coalesce($2, time_zone) WHERE id = app.person_id()',
        [language, timeZone],
      );
      return null;
    });
  }
}
