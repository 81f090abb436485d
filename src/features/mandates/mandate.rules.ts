/** What outsiders learn of who signed: never a name, and no count but the one that a founding mandate is about. */
export function shownAsSignedBy(kind: 'FOUNDING' | 'EMERGENCY' | 'RATIFIED'): string {
  return kind === 'FOUNDING' ? 'founding, one signature' : 'the community';
}
