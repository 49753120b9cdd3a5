/** A request as a command line for a POSIX shell, in which a person's own variables stand for its secrets. */
import type { TracedExchange, TracedMember, TracedValue } from '../../shared/history-view.ts';
import type { Profile } from '../../shared/profile.ts';

/** What curl sends by itself. */
const LEFT_OUT = ['accept-encoding', 'content-length', 'user-agent'];

export function curlOf(
  { method, url, headers, encoding, body }: TracedExchange['request'],
  tls: Profile['tls'],
): string {
  const sent = headers.filter(({ name }) => !LEFT_OUT.includes(name));
  const lines = [
    `curl --request ${method} ${word(url)}`,
    ...sent.flatMap((header) => headerOption(header, encoding)),
    ...tlsOptions(tls),
    ...(encoding === 'json' ? [`--data-raw ${json(body)}`] : body.map(formOption)),
  ];
  return lines.join(' \\\n  ');
}

/** Text, or a variable with its `$`. */
type Part = string | { readonly variable: string };

/** One word of a shell: only double quotes let a variable through, and only single quotes nothing else. */
function word(...parts: readonly Part[]): string {
  const joined = parts.reduce<Part[]>((before, part) => {
    const last = before.at(-1);
    return typeof last === 'string' && typeof part === 'string'
      ? [...before.slice(0, -1), last + part]
      : [...before, part];
  }, []);
  return joined.map((part) => (typeof part === 'string' ? quoted(part) : `"${part.variable}"`)).join('');
}

function quoted(text: string): string {
  return text === '' ? '' : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function partsOf(value: TracedValue): readonly Part[] {
  if (value.kind === 'typed') return [];
  if (value.kind === 'shown') return [value.text];
  const [, before = '', variable = '', after = ''] = /^([^$]*)(\$[A-Z0-9_]+)(.*)$/.exec(value.text) ?? [];
  return [before, { variable }, after];
}

function headerOption({ name, value }: TracedMember, encoding: 'form' | 'json' | undefined): string[] {
  if (name === 'content-type' && encoding === 'form') return [];
  const client = value.kind === 'secret' ? /^Basic base64\((.*):\$/.exec(value.text)?.[1] : undefined;
  if (name === 'authorization' && client !== undefined)
    return [`--user ${word(`${client}:`, { variable: '$CLIENT_SECRET' })}`];
  return [`--header ${word(`${name}: `, ...partsOf(value))}`];
}

function formOption({ name, value }: TracedMember): string {
  return `--data-urlencode ${word(`${name}=`, ...partsOf(value))}`;
}

function json(body: readonly TracedMember[]): string {
  const members = body.flatMap(({ name, value }, index): readonly Part[] => [
    `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
    ...(value.kind === 'shown' ? [JSON.stringify(value.text)] : ['"', ...partsOf(value), '"']),
  ]);
  return word('{', ...members, '}');
}

/** The paths of the profile; a key that it keeps elsewhere has to be put into a file. */
function tlsOptions(tls: Profile['tls']): string[] {
  if (tls === undefined) return [];
  const { ca, cert, key, pfx } = tls;
  return [
    ...(ca === undefined ? [] : [`--cacert ${word(ca)}`]),
    ...(cert === undefined ? [] : [`--cert ${word(cert)}`]),
    ...(key === undefined
      ? []
      : [`--key ${word(typeof key === 'string' ? key : { variable: '$TLS_KEY_FILE' })}`]),
    ...(pfx === undefined
      ? []
      : [`--cert-type P12 --cert ${word(`${pfx}:`, { variable: '$TLS_PASSPHRASE' })}`]),
  ];
}
