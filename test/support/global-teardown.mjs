import { closeCage, findEscaped } from './canaries.mjs';
import { TEST_SERVER_VARIABLE } from './test-server.mjs';

export default async function globalTeardown() {
  try {
    const { planted, found } = await findEscaped(process.env[TEST_SERVER_VARIABLE]);
    if (found.length > 0) throw new Error(`What identifies people got out:\n${found.slice(0, 20).join('\n')}`);
    process.stdout.write(`Of ${planted} e-mails, passwords, tokens and codes none is in a log, an outbox or a dump.\n`);
  } finally {
    closeCage();
    await globalThis.accompanyTestServer?.stop();
  }
}
