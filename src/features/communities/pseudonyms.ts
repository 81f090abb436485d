import { randomInt } from 'node:crypto';

const COLOURS =
  'Amber Azure Coral Crimson Emerald Golden Indigo Ivory Jade Lilac Ochre Olive Pearl Ruby Saffron Scarlet Silver Teal Umber Violet'.split(
    ' ',
  );
const THINGS =
  'Acorn Bell Brook Cedar Cloud Comet Crane Dune Fern Finch Harbor Heron Iris Kite Lantern Maple Meadow Otter Pebble Pine Quill Reed River Robin Sparrow Stone Thistle Tide Willow Wren'.split(
    ' ',
  );

/** A name for who brings none: says nothing of the person, and nothing of what they are called elsewhere. */
export function newPseudonym(): string {
  return `${COLOURS[randomInt(COLOURS.length)]} ${THINGS[randomInt(THINGS.length)]} ${randomInt(100, 1000)}`;
}
