export interface Room {
  slots: number | null;
  placesTaken: number;
  quantityWanted: number;
  pledgedQuantity: number;
  /** The least that anyone waits for who could be promoted; null if nobody waits, or there is no room at all. */
  smallestWaiting: number | null;
  /** Nothing starts before so much is pledged. */
  waitsForThreshold: boolean;
  /** Others wait for more to join, or for the threshold: each pledge may be what they wait for. */
  othersWait: boolean;
  shift: { room: number | null } | null;
}

export interface Placed {
  state: 'ACTIVE' | 'CONDITIONAL' | 'WAITLISTED';
  waitingFor: 'THRESHOLD' | 'OWN_CONDITION' | null;
}

/** Someone who came before could have a place: bring the waitlist up to date first. */
export function queueIsDue({ smallestWaiting, ...room }: Room): boolean {
  return smallestWaiting !== null && smallestWaiting <= room.quantityWanted - room.pledgedQuantity && hasPlace(room);
}

/**
 * A place if one is free and the quantity fits the gap. Before the threshold is met it is only kept. Whoever has a
 * condition has no place until it is met, so that nobody is kept out by someone who may never come.
 */
export function placeFor(room: Room, quantity: number, hasCondition: boolean): Placed {
  if (hasCondition) return { state: 'CONDITIONAL', waitingFor: 'OWN_CONDITION' };
  const fits = hasPlace(room) && quantity <= room.quantityWanted - room.pledgedQuantity && room.shift?.room !== 0;
  if (!fits) return { state: 'WAITLISTED', waitingFor: null };
  if (room.waitsForThreshold) return { state: 'CONDITIONAL', waitingFor: 'THRESHOLD' };
  return { state: 'ACTIVE', waitingFor: null };
}

function hasPlace({ slots, placesTaken }: Pick<Room, 'slots' | 'placesTaken'>): boolean {
  return slots === null || placesTaken < slots;
}
