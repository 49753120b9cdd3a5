import type * as Electron from 'electron';

type Session = Electron.Session;
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0];
type Permission = Parameters<NonNullable<RequestHandler>>[1];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;
type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1];

type SessionSurface = Pick<
  Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>;

/** The default session with its rules, and the protocols that are served in it. Grants what nobody denies, as Electron does. */
export class SessionDouble implements SessionSurface {
  readonly schemes: Electron.CustomScheme[] = [];
  readonly handlers = new Map<string, ProtocolHandler>();
  #request: RequestHandler = null;
  #check: CheckHandler = null;
  #device: DeviceHandler = null;
  #before: BeforeRequest | undefined;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.#device = handler;
  }
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => void (this.#before = listener),
  };

  readonly protocol = {
    registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]): void =>
      void this.schemes.push(...schemes),
    handle: (scheme: string, handler: ProtocolHandler): void => void this.handlers.set(scheme, handler),
  } satisfies Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'>;

  /** Whether a page that asks for the permission gets it. */
  isGranted(permission: Permission): boolean {
    if (this.#request === null) return true;
    let granted = true;
    this.#request(
      null as never,
      permission,
      (answer) => void (granted = answer),
      {} as Electron.PermissionRequest,
    );
    return granted;
  }
  /** Whether a page that only looks finds the permission granted. */
  isCheckedTrue(permission: Permission): boolean {
    return this.#check?.(null, permission, 'app://fob', {} as never) ?? true;
  }
  isDeviceGranted(): boolean {
    return this.#device?.({} as Electron.DevicePermissionHandlerHandlerDetails) ?? false;
  }
  isBlocked(url: string): boolean {
    let cancelled = false;
    this.#before?.(
      { url } as Electron.OnBeforeRequestListenerDetails,
      ({ cancel = false }) => void (cancelled = cancel),
    );
    return cancelled;
  }

  /** What a page gets for a URL; `undefined` when a rule forbids it or no protocol of ours serves it. */
  async load(url: string, method = 'GET'): Promise<Response | undefined> {
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined || this.isBlocked(url)) return undefined;
    // `Request` would rewrite the URL; a hostile page's may reach the handler as it is.
    return handler({ url, method } as Request);
  }
}
