import type * as Electron from 'electron';

type SafeStorageSurface = Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

/**
 * Electron's asynchronous safeStorage with a keychain that can be locked, changed or missing. Words of its errors and its
 * habits are those of `electron_api_safe_storage.cc`: availability resolves to `true` or never.
 */
export class SafeStorageDouble implements SafeStorageSurface {
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  /** What Chromium marks the ciphertext with: `v10` is the key that is the same everywhere. */
  tag = 'v11';
  /** Another key than the one something was encrypted with does not open it. */
  key = 1;
  state: 'ready' | 'temporarily unavailable' | 'never ready' = 'ready';
  shouldReEncrypt = false;
  readonly calls: string[] = [];

  getSelectedStorageBackend(): SafeStorageDouble['backend'] {
    return this.backend;
  }
  isAsyncEncryptionAvailable(): Promise<boolean> {
    this.calls.push('isAsyncEncryptionAvailable');
    return this.state === 'never ready' ? never() : Promise.resolve(true);
  }
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    this.calls.push('encryptStringAsync');
    if (this.state === 'never ready') return never();
    await Promise.resolve();
    return Buffer.concat([Buffer.from(this.tag), Buffer.of(this.key), mask(Buffer.from(plainText))]);
  }
  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    this.calls.push('decryptStringAsync');
    if (this.state === 'never ready') return never();
    if (this.state === 'temporarily unavailable')
      throw new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.');
    if (encrypted[3] !== this.key)
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    await Promise.resolve();
    return { result: mask(encrypted.subarray(4)).toString(), shouldReEncrypt: this.shouldReEncrypt };
  }
}

const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xa5));

const never = <T>(): Promise<T> => new Promise(() => undefined);

type Payloads = ConstructorParameters<typeof Electron.ClipboardItem>[0];

export class ClipboardItemDouble implements Pick<Electron.ClipboardItem, 'types'> {
  readonly payloads: Payloads;

  constructor(payloads: Payloads) {
    if (Object.keys(payloads).length === 0) throw new TypeError('at least one MIME type is required');
    this.payloads = payloads;
  }
  get types(): string[] {
    return Object.keys(this.payloads);
  }
}

type ClipboardSurface = Pick<Electron.Clipboard, 'clear' | 'readText' | 'writeText'>;

/** The system's clipboard: what it holds by format, bytes as hexadecimal. */
export class ClipboardDouble implements ClipboardSurface {
  content = new Map<string, string>();
  writes = 0;
  clears = 0;
  /** Makes every write of more than text fail, or every one. */
  refuses: 'nothing' | 'formats' | 'everything' = 'nothing';
  /** Runs within `readText`, after it has read and before it answers. */
  whileReading = (): Promise<void> => Promise.resolve();

  clear(): void {
    this.clears += 1;
    this.content.clear();
  }
  async readText(): Promise<string> {
    const text = this.content.get('text/plain') ?? '';
    await this.whileReading();
    return text;
  }
  async writeText(text: string): Promise<void> {
    if (this.refuses === 'everything') throw new Error('no clipboard');
    await Promise.resolve();
    this.writes += 1;
    this.content = new Map([['text/plain', text]]);
  }
  /** All payloads in one write, after they are all there: nothing of it is seen half done. */
  async write(items: ClipboardItemDouble[]): Promise<void> {
    if (this.refuses !== 'nothing') throw new Error('the format cannot be written');
    const next = new Map<string, string>();
    for (const { payloads } of items)
      for (const [type, payload] of Object.entries(payloads)) next.set(type, await readable(payload));
    this.writes += 1;
    this.content = next;
  }
}

async function readable(payload: Payloads[string]): Promise<string> {
  const value = await payload;
  if (typeof value === 'string') return value;
  if (value instanceof Blob) return Buffer.from(await value.arrayBuffer()).toString('hex');
  throw new TypeError('ClipboardItem payload values must be a string or a Blob');
}
