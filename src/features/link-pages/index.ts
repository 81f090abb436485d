export { registerFrontPage } from './front-page.js';
export { LinkPagesModule } from './link-pages.module.js';
