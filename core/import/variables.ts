/** Variables of other programs: `{{ name }}`, with what their environments say of them. */
import type { Variables } from './finding.ts';

export type Resolved =
  | { readonly kind: 'text'; readonly text: string }
  /** The whole value is an environment variable of the operating system. */
  | { readonly kind: 'env'; readonly name: string }
  /** Nothing says what these are. */
  | { readonly kind: 'open'; readonly names: readonly string[] };

export interface Resolution {
  readonly resolved: Resolved;
  /** Every variable that was looked up on the way. */
  readonly used: ReadonlySet<string>;
}

const VARIABLE = /\{\{([^{}]{1,256})\}\}/g;
/** A tag of Insomnia that runs something, such as another request. */
const TAG = '{%';
/** What the programs write for an environment variable of the operating system. */
const OF_SYSTEM = /^(?:process\.env\.|\$env\.|\$processEnv\s+%?|\$dotenv\s+%?)([A-Za-z_][A-Za-z0-9_]*)$/;
const DEEPEST = 16;
const LONGEST = 64 * 1024;
/** Variables that are made of variables can multiply without ever getting long. */
const MOST_LOOKUPS = 1000;

/** The value with its variables replaced; `scopes` are asked in this order. */
export function resolveVariables(value: string, scopes: readonly Variables[]): Resolution {
  const used = new Set<string>();
  const open = new Set<string>();
  const system = new Set<string>();
  let lookups = 0;
  const replace = (text: string, depth: number): string => {
    if (text.includes(TAG)) open.add('a template tag');
    return text.replace(VARIABLE, (whole, written: string) => {
      const ofSystem = OF_SYSTEM.exec(written.trim())?.[1];
      if (ofSystem !== undefined) {
        system.add(ofSystem);
        return whole;
      }
      const name = plainName(written);
      used.add(name);
      lookups += 1;
      const found = lookUp(name, scopes);
      if (found === undefined || depth >= DEEPEST || lookups > MOST_LOOKUPS || found.length > LONGEST) {
        open.add(name);
        return '';
      }
      const inner = replace(found, depth + 1);
      if (inner.length <= LONGEST) return inner;
      open.add(name);
      return '';
    });
  };
  const text = replace(value, 0);
  return { resolved: outcome(text, open, system), used };
}

function outcome(text: string, open: ReadonlySet<string>, system: ReadonlySet<string>): Resolved {
  const [name, ...others] = system;
  if (open.size === 0 && name === undefined) return { kind: 'text', text };
  const isAlone = name !== undefined && others.length === 0 && /^\{\{[^{}]*\}\}$/.test(text.trim());
  if (open.size === 0 && isAlone) return { kind: 'env', name };
  return { kind: 'open', names: [...open, ...system] };
}

/** Insomnia writes `_.name` and `_['name']` for `name`. */
function plainName(written: string): string {
  return written
    .trim()
    .replace(/^_\./, '')
    .replace(/^_?\[(['"])(.*)\1\]$/, '$2');
}

function lookUp(name: string, scopes: readonly Variables[]): string | undefined {
  for (const scope of scopes) if (scope.has(name)) return scope.get(name);
  return undefined;
}
