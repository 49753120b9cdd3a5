/** What may be shown or logged of text that others wrote. */

const MAX_SHOWN = 300;

// Control characters, bidirectional overrides and zero-width characters can make text look like something else
// in a terminal or on screen (security.md P30, F09).

const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

// A first part alone counts too: to look for its dot would take quadratic time on text that is full of beginnings.
const JWT = /eyJ[\w-]{4,}(\.[\w-]*){0,4}/g;

const CREDENTIALS = /\b((?:Basic|Bearer|DPoP)\s+)[\w.~+/-]{16,}=*/gi;

const NAMED_SECRET =
  /((?:access_token|refresh_token|id_token|client_secret|client_assertion|password|code|code_verifier|device_code)["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"'&,}]+)/gi;

/** Most names and numbers: there is nothing to look for in them. */
const PLAIN = /^(?!.*eyJ)[\w-]{0,100}$/;

/** Makes text by another party safe to show: no control or deceiving characters, no tokens, at most 300 characters. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  const clean = redact(text).replace(DECEIVING, '\ufffd');
  return clean.length <= MAX_SHOWN ? clean : `${clean.slice(0, MAX_SHOWN)}...`;
}

/** Replaces JWTs, `Authorization` credentials and the values of well-known secret parameters. A last line of defence: nobody should log them at all. */
export function redact(text: string): string {
  return text
    .replace(JWT, '[token]')
    .replace(CREDENTIALS, '$1[redacted]')
    .replace(NAMED_SECRET, '$1[redacted]');
}
