import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Whether nothing but these fields is asked of what a field answers. */
export function selectsOnly(info: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  const isWithin = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.every((one) => {
      if (one.kind === Kind.FIELD) return names.has(one.name.value);
      return isWithin(
        one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet : info.fragments[one.name.value]?.selectionSet,
      );
    }) ?? false;
  return info.fieldNodes.every(({ selectionSet }) => isWithin(selectionSet));
}
