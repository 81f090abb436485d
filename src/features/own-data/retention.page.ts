import { retention } from './retention.rules.js';

/** docs/retention.md, written by `npm run contracts`. */
export function retentionPage(): string {
  return [
    '# What is kept, for how long, and why',
    '',
    'Generated from the code by `npm run contracts`; do not edit.',
    'Deadlines are facts of database time: what is over is unusable at once; a job that runs every night deletes it.',
    'People erase themselves at any time with `eraseMe`, and read everything about them with `exportMyData`. Backups are',
    'outside of this list: whoever runs the server decides how long they are kept. One that is restored brings back whoever',
    'erased themselves since it was made.',
    '',
    '| What | Kept | Why | Where |',
    '|---|---|---|---|',
    ...retention.map(
      ({ what, period, why, tables }) =>
        `| ${what} | ${period} | ${why} | ${tables.map((one) => `\`${one}\``).join(' ')} |`,
    ),
    '',
  ].join('\n');
}
