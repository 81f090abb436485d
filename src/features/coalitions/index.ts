export { CoalitionsModule } from './coalitions.module.js';
