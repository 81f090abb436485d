import { loadConfig } from '../config.js';
import { CommandError } from '../platform/command-error.js';
import { createOperator, listOperators, removeOperator } from './operator-accounts.js';
import { withDatabase } from './support.js';

const USAGE = `Usage: npm run operator -- create | list | remove ID

Accounts of whoever runs this server. They suspend accounts and take public pages down, by id and on the
record of the communities concerned; they stand in no community and read nothing that is not public.
  create  makes one and prints its sign-in name and recovery codes, once
  list    shows their ids
  remove  ends one at once, with its sessions`;

/** Answers the exit code. */
export default async function main([verb, id, ...rest]: string[]): Promise<number> {
  if (verb === '--help') {
    console.log(USAGE);
    return 0;
  }
  const wanted = verb === 'remove' ? 1 : 0;
  if (!['create', 'list', 'remove'].includes(verb ?? '') || (id === undefined ? 0 : 1 + rest.length) !== wanted) {
    throw new CommandError(USAGE);
  }
  const config = loadConfig(process.env);
  return withDatabase(config, async (urls) => {
    if (verb === 'create') {
      const { id: made, signInName, recoveryCodes } = await createOperator(config, urls);
      console.log(`Operator ${made}\nSign-in name: ${signInName}\nRecovery codes, each of which signs in once:`);
      console.log(recoveryCodes.map((code) => `  ${code}`).join('\n'));
      console.log('They are shown now and never again.');
    } else if (verb === 'remove') {
      await removeOperator(urls, id as string);
      console.log(`Operator ${id} is removed.`);
    } else {
      const operators = await listOperators(urls);
      for (const one of operators)
        console.log(`${one.id}  since ${one.createdOn}, ${one.codesLeft} recovery codes left`);
      if (operators.length === 0) console.log('There is no operator. `npm run operator -- create` makes one.');
    }
    return 0;
  });
}
