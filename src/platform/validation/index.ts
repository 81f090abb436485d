export * from './decorators.js';
export { IdArg, UuidPipe } from './id-arg.js';
export { MutationInput } from './mutation-input.js';
