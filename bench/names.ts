export const scenarioNames = ['R1', 'R1-hot', 'R2', 'W1', 'W1-hot'] as const;
export type ScenarioName = (typeof scenarioNames)[number];
/** Other stacks, from the folder of contenders. */
export const rivalNames = ['mercurius', 'yoga', 'postgraphile', 'nest'] as const;
export type RivalName = (typeof rivalNames)[number];
export const contenderNames = ['limit', 'accompany', ...rivalNames] as const;
export type ContenderName = (typeof contenderNames)[number];
