/** A JSON object, before it is known to be good. */
export type Json = Record<string, unknown>;
