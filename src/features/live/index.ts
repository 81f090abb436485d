export { LiveFeatureModule } from './live-feature.module.js';
