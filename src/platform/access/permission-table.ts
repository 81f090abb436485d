import type { GraphQLSchema } from 'graphql';
import { type Role, roles } from './actor.js';
import { visible } from './access.decorator.js';
import { type DeclaredField, declaredFields } from './declared-access.js';
import { Rule } from './rule.js';

const headings: Record<Role, string> = {
  anonymous: 'anonymous',
  signedIn: 'signed in',
  probation: 'on probation',
  ally: 'ally',
  allyOrganizer: 'ally-organizer',
  affected: 'affected',
  affectedOrganizer: 'affected organizer',
  steward: 'steward',
  dashboardKey: 'dashboard key',
  operator: 'operator',
};

/** The access contract, for people to review: operation × role, field × role, and what goes with its object. */
export function permissionTable(schema: GraphQLSchema): string {
  const fields = declaredFields(schema).toSorted((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
  const ruled = fields.filter((field) => field.declaration instanceof Rule);
  return [
    '# Permissions',
    '',
    'Generated from the code by `npm run contracts`; do not edit.',
    '✓ always, ~ on the condition named, blank never; ⟳ only shortly after proving that it is you. A person has the roles',
    'of every community apart; the table shows what each role can do in its own community, with the roles that it includes.',
    'In a campaign that its community leads with another one, the affected people do the same with what their community leads.',
    '',
    '## Operations',
    '',
    ...table(ruled.filter((field) => field.root)),
    '',
    '## Fields with a rule of their own',
    '',
    ...table(ruled.filter((field) => !field.root)),
    '',
    '## Fields that go with their object',
    '',
    'Whoever may see the object may see these.',
    '',
    ...visibleLines(fields),
    '',
  ].join('\n');
}

function table(fields: readonly DeclaredField[]): string[] {
  if (fields.length === 0) return ['None.'];
  return [
    row(['', ...roles.map((role) => headings[role])]),
    row(['---', ...roles.map(() => '---')]),
    ...fields.map(({ coordinate, declaration }) =>
      row([
        `\`${coordinate}\`${(declaration as Rule<never>).fresh ? ' ⟳' : ''}`,
        ...roles.map((role) => (declaration as Rule<never>).print(role)),
      ]),
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function visibleLines(fields: readonly DeclaredField[]): string[] {
  const byType = new Map<string, string[]>();
  for (const { type, field, declaration } of fields) {
    if (declaration !== visible) continue;
    byType.set(type.name, [...(byType.get(type.name) ?? []), `\`${field.name}\``]);
  }
  return [...byType].map(([type, names]) => `- \`${type}\`: ${names.join(', ')}`);
}
