export { AppTokensModule } from './app-tokens.module.js';
