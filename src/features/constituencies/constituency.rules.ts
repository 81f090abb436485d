/** How many a community can have at a time; the database keeps to it as well. */
export const MOST_CONSTITUENCIES = 50;
