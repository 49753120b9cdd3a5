/** The moment of every state (milliseconds since 1970), so that two pictures of one are the same. */
export const AT = Date.UTC(2026, 8, 1, 9, 30);
