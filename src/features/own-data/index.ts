export { OwnDataModule } from './own-data.module.js';
export { retentionPage } from './retention.page.js';
