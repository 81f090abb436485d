export { NewAccountInput } from './first-steps.inputs.js';
export { FirstStepsModule } from './first-steps.module.js';
