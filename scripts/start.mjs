// `npm start`: compiles what changed, then serves from this same process, so that signals reach the server itself. The
// compiler has a process of its own, because it would stay in memory for as long as the server runs.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ready = fileURLToPath(new URL('ready.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [ready], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await import('../dist/src/main.js');
