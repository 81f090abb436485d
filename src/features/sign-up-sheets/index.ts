export { SignUpSheetsModule } from './sign-up-sheets.module.js';
