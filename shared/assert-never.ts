/** Closes a union: a new member that nobody handles stops the build here. Throws if it is ever reached. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
