import { SqlMigration } from './support.js';

/** How far people have come and how far organizations have is told apart: which row is whose may be known. */
export class TellBodies1764000051000 extends SqlMigration {
  readonly name = 'TellBodies1764000051000';

  protected readonly upSql = 'GRANT SELECT (body) ON public_figure TO accompany_app;';

  protected readonly downSql = 'REVOKE SELECT (body) ON public_figure FROM accompany_app;';
}
