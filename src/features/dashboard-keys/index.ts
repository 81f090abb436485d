export { dashboardKeyById } from './dashboard-key.loaders.js';
export { DashboardKeysModule } from './dashboard-keys.module.js';
