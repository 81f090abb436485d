import { randomInt } from 'node:crypto';

const COLOURS =
  'Amber Azure Coral Crimson Emerald Golden Indigo Ivory Jade Lilac Ochre Olive Pearl Ruby Saffron Scarlet Silver Teal Umber Violet'.split(
    ' ',
  );
const THINGS =
  'Acorn Bell Brook Cedar Cloud Comet Crane Dune Fern Finch Harbor Heron Iris Kite Lantern Maple Meadow Otter Pebble Pine Quill Reed River Robin Sparrow Stone Thistle Tide Willow Wren'.split(
    ' ',
  );

/**
 * A name for who brings none: says nothing of the person, and nothing of what they are called elsewhere. There are sixteen
 * million, so that whoever did not choose one is not told that it is taken, in a community of thousands either.
 */
export function newPseudonym(): string {
  return `${oneOf(COLOURS)} ${oneOf(THINGS)} ${oneOf(THINGS)} ${randomInt(100, 1000)}`;
}

function oneOf(words: readonly string[]): string {
  return words[randomInt(words.length)] as string;
}
