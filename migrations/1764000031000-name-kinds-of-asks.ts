import { SqlMigration } from './support.js';

const before = [
  'SHOW_UP',
  'TRANSPORT',
  'TRANSLATE',
  'HOST',
  'SKILL',
  'CONTACT_DECISION_MAKER',
  'SPREAD',
  'SUPPLY',
  'CHALLENGE_OWN_CIRCLE',
  'SPEAK',
  'OTHER',
];
const added = ['AMPLIFY', 'SPACE', 'MONEY', 'CHANGE_PRACTICE', 'LISTEN_AND_LEARN'];
const now = [...before.filter((kind) => kind !== 'SPREAD'), ...added];

const kinds = (known: readonly string[]) =>
  `ALTER TABLE ask ADD CONSTRAINT ask_kind_ck CHECK (kind IN (${known.map((kind) => `'${kind}'`).join(', ')}));`;

/** Asks, and what pledges to them accepted: the deed is the same under its new name. */
const renamed = (from: string, to: string) => `
UPDATE ask SET kind = '${to}' WHERE kind = '${from}';
UPDATE ask_terms SET terms = jsonb_set(terms, '{kind}', '"${to}"') WHERE terms ->> 'kind' = '${from}';`;

/** Further kinds of asks; SPREAD is called AMPLIFY. */
export class NameKindsOfAsks1764000031000 extends SqlMigration {
  readonly name = 'NameKindsOfAsks1764000031000';

  protected readonly upSql = `
ALTER TABLE ask DROP CONSTRAINT ask_kind_ck;
${renamed('SPREAD', 'AMPLIFY')}
${kinds(now)}
`;

  protected readonly downSql = `
ALTER TABLE ask DROP CONSTRAINT ask_kind_ck;
${renamed('AMPLIFY', 'SPREAD')}${renamed('SPACE', 'HOST')}${renamed('MONEY', 'SUPPLY')}${renamed('CHANGE_PRACTICE', 'OTHER')}${renamed('LISTEN_AND_LEARN', 'OTHER')}
${kinds(before)}
`;
}
