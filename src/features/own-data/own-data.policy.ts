import { accountHolders, freshly, rule, stewards } from '../../platform/access/rule.js';

export const canExportOwnData = freshly(accountHolders);
export const canEraseThemselves = freshly(accountHolders);

export const canRequestPeopleExport = freshly(stewards);
export const canDownloadPeopleExport = freshly(stewards);
/** Fully admitted affected people: they are asked, and each is told when it happened. */
export const canApprovePeopleExport = freshly(rule({ affected: true }));
export const canSeePeopleExports = rule({ affected: true });
