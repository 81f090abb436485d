export { SovereigntyModule } from './sovereignty.module.js';
