// Control, bidirectional and zero-width characters can make text look like something else (security.md F09).
const DECEIVING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that others wrote, with its invisible and direction-changing characters made visible as `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(DECEIVING, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
