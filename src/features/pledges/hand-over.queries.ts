import type { Reader } from '../../platform/graphql/reader.js';

/** What someone with the code of a hand-over takes over, and nothing of whose it is. */
export interface HandedOver {
  communityId: string;
  askId: string;
  quantity: number;
  shiftId: string | null;
}

export async function handOverByCode(reader: Reader, codeHash: Buffer): Promise<HandedOver | null> {
  const [found] = await reader.rows<HandedOver>(
    `SELECT h.community_id AS "communityId", h.ask_id AS "askId", h.quantity, h.shift_id AS "shiftId" FROM app.hand_over_by_code($1) h`,
    [codeHash],
  );
  return found ?? null;
}
