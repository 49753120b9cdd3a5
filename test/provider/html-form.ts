/** As much of HTML as the pages of the test IdPs need, which are made by code that we know. */
export interface HtmlForm {
  readonly action: string;
  readonly method: 'get' | 'post';
  /** What its inputs hold; buttons send nothing. */
  readonly values: [string, string][];
}

/** The first form of a page, or `undefined`. */
export function firstForm(html: string): HtmlForm | undefined {
  const found = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
  if (found === null) return undefined;
  const [, attributes = '', content = ''] = found;
  const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, text = '']) => text);
  return {
    action: attribute(attributes, 'action') ?? '',
    method: attribute(attributes, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    values: inputs.flatMap((input) => {
      const name = attribute(input, 'name');
      return name === undefined ? [] : [[name, attribute(input, 'value') ?? ''] satisfies [string, string]];
    }),
  };
}

/** Where a page sends its reader at once by `<meta http-equiv="refresh">`, or `undefined`. */
export function refreshTarget(html: string): string | undefined {
  const content = /<meta\b[^>]*http-equiv="refresh"[^>]*>/i.exec(html)?.[0];
  return content === undefined ? undefined : attribute(content, 'content')?.replace(/^\s*0\s*;\s*url=/i, '');
}

function attribute(text: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(text)?.[1];
  return value?.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
