// `npm start`: compiles what changed, then serves from this same process, so that signals reach the server itself.
import { ready } from './ready.mjs';

await ready();
await import('../dist/src/main.js');
