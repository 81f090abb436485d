export const TEST_SECRET: string;
export const TEMPLATE: string;
export const TEST_SERVER_VARIABLE: string;
