import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import { CommandError, errorCode, errorMessage } from '../platform/command-error.js';
import { type AsksToImport, importAsks } from './asks-import.js';
import { askHidden } from './hidden-input.js';
import { withDatabase } from './support.js';

const USAGE = `Usage: npm run import -- asks FILE.csv --campaign HANDLE --as SIGN_IN [--dry-run] [--recovery-code CODE]
                                                [--totp-code CODE]

Brings asks from a spreadsheet in as drafts: all rows, or none. Signs in as SIGN_IN, with the password in
ACCOMPANY_PASSWORD, or the recovery code, or the password that it asks for.
  --dry-run    says what would happen and writes nothing
  --totp-code  what your app shows, if your account has a second factor`;

const MOST_BYTES = 20 * 1024 * 1024;

/** Answers the exit code: 1 when the file has problems, and nothing was imported. */
export default async function main(argv: string[]): Promise<number> {
  const { file, ...request } = requestFrom(argv);
  if (request.help) {
    console.log(USAGE);
    return 0;
  }
  const bytes = await contentOf(file);
  const secret = await secretFor(request.signIn, request.recoveryCode);
  const config = loadConfig(process.env);
  const work: AsksToImport = { ...request, ...secret, bytes };
  return withDatabase(config, (urls) => importAsks({ ...config, runsBackground: false }, urls, work));
}

function requestFrom(argv: string[]) {
  const { values, positionals } = parsed(argv);
  const [what, file, ...more] = positionals;
  const { campaign, as } = values;
  const help = values.help ?? false;
  if (
    !help &&
    (what !== 'asks' || file === undefined || more.length > 0 || campaign === undefined || as === undefined)
  ) {
    throw new CommandError(USAGE);
  }
  return {
    help,
    file: file ?? '',
    campaign: campaign ?? '',
    signIn: as ?? '',
    recoveryCode: values['recovery-code'],
    totpCode: values['totp-code'],
    dryRun: values['dry-run'] ?? false,
  };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        campaign: { type: 'string' },
        as: { type: 'string' },
        'recovery-code': { type: 'string' },
        'totp-code': { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new CommandError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

async function contentOf(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const reason = errorCode(error) === 'ENOENT' ? 'there is no such file' : errorMessage(error);
    throw new CommandError(`The file ${file} cannot be read: ${reason}.`);
  });
  if (bytes.length > MOST_BYTES) throw new CommandError(`The file ${file} is larger than 20 MB. Import it in parts.`);
  return bytes;
}

async function secretFor(
  signIn: string,
  recoveryCode: string | undefined,
): Promise<{ password?: string; recoveryCode?: string }> {
  if (recoveryCode !== undefined) return { recoveryCode };
  const password = process.env['ACCOMPANY_PASSWORD'] ?? (await askHidden(`Password of ${signIn}: `));
  if (password === null) {
    throw new CommandError(
      'Set ACCOMPANY_PASSWORD, add --recovery-code CODE, or run this on a terminal, where it can ask for the password.',
    );
  }
  return { password };
}
