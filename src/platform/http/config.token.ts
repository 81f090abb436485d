/** The provider of the `Config` that this process was started with. */
export const CONFIG = Symbol('CONFIG');
