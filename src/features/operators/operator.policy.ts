import { freshly, rule } from '../../platform/access/rule.js';

/** Accounts of the host, shortly after they proved that it is them. They act by id and read nothing that is not public. */
export const canOperate = freshly(rule({ operator: true }));
