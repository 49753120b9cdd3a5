import type { Bridge } from '../../shared/ipc-contract.ts';
import type { Address } from '../../shared/profile.ts';
import type { CopyFormat, CopyResult } from '../../shared/token-view.ts';
import { callError } from './call-error.ts';

/** The parts of the browser's clipboard that are used here. `ClipboardItem` is missing in older Firefox. */
export interface ClipboardAccess {
  readonly clipboard: Pick<Clipboard, 'write' | 'writeText'>;
  readonly ClipboardItem?: typeof ClipboardItem | undefined;
}

/**
 * Puts a token into the clipboard and answers what was copied, without the token: it passes through and is kept
 * nowhere. On the desktop the host has written the clipboard already.
 *
 * Rejects with the host's error, or with `refused_by_policy` when the browser denies access to the clipboard.
 */
export async function copyToken(
  bridge: Pick<Bridge, 'kind'> & { readonly call: Pick<Bridge['call'], 'tokens.copy'> },
  request: { readonly address: Address; readonly format: CopyFormat },
  access: ClipboardAccess = { clipboard: navigator.clipboard, ClipboardItem: globalThis.ClipboardItem },
): Promise<Omit<CopyResult, 'text'>> {
  const asked = bridge.call['tokens.copy'](request);
  if (bridge.kind === 'browser') await writeWhenReady(asked.then(textOf), access);
  const { address, format, expiresAt } = await asked;
  return expiresAt === undefined ? { address, format } : { address, format, expiresAt };
}

function textOf(result: CopyResult): string {
  if (result.text !== undefined) return result.text;
  throw callError({ code: 'internal', message: 'Fob sent no text to copy.' });
}

/**
 * A browser lets a page write the clipboard only in the moments after a click, and minting a token may take longer. So
 * the write is begun within the click and given a promise, where the browser can take one.
 */
async function writeWhenReady(text: Promise<string>, access: ClipboardAccess): Promise<void> {
  try {
    await beginWrite(text, access);
  } catch (error) {
    await text; // the host's refusal tells more than the clipboard's
    const name = error instanceof Error ? error.name : 'refused';
    throw callError({
      code: 'refused_by_policy',
      message: `The browser did not let Fob write to the clipboard (${name}).`,
      hint: 'Allow clipboard access for this page and try again, or use: fob copy ADDRESS',
      title: ({ errors }) => errors.titleOf?.('clipboard_refused'),
    });
  }
}

async function beginWrite(
  text: Promise<string>,
  { clipboard, ClipboardItem }: ClipboardAccess,
): Promise<void> {
  if (ClipboardItem === undefined) return clipboard.writeText(await text);
  const blob = text.then((ready) => new Blob([ready], { type: 'text/plain' }));
  blob.catch(() => undefined); // a browser that refuses at once never looks at it
  return clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}
