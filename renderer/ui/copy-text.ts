/**
 * Puts text that is no secret into the clipboard; answers whether that worked. Called within a click. The desktop's page has
 * no permission for the clipboard, and copies the way that pages did before there were permissions.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy, { once: true });
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way that needs no permission
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', onCopy);
  }
}
