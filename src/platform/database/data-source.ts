// For the TypeORM command line, after a build:
//   DATABASE_URL=… npx typeorm migration:show -d dist/src/platform/database/data-source.js
import { ownerDataSource } from './migrate.js';

const url = process.env['DATABASE_URL'];
if (!url) throw new Error("Set DATABASE_URL to the owner's address of the database.");

export default ownerDataSource(url);
