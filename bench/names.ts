export const scenarioNames = ['R1', 'R1-hot', 'R2', 'W1', 'W1-hot'] as const;
export type ScenarioName = (typeof scenarioNames)[number];
/** Other stacks, from the folder of contenders. */
export const rivalNames = ['mercurius', 'yoga', 'postgraphile', 'nest'] as const;
export type RivalName = (typeof rivalNames)[number];
export const contenderNames = ['limit', 'accompany', ...rivalNames, 'row-lock'] as const;
export type ContenderName = (typeof contenderNames)[number];

/** The row lock is there to be compared with where everyone wants the same row. */
export const takesPart = (name: ContenderName, scenario: ScenarioName) => name !== 'row-lock' || scenario === 'W1-hot';
