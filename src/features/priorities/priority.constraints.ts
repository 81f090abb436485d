import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  priority_statement_uq: {
    code: 'PRIORITY_EXISTS',
    message: 'The campaign has a priority in these words. Stand behind that one, or say what is different.',
    path: ['statement'],
  },
});
