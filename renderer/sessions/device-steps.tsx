import { renderSVG } from 'uqr';
import { errorViewOf } from '../bridge/call-error.ts';
import { useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { useNotify } from '../ui/notify.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { BrowserLink } from './browser-link.tsx';

/** Characters. What is longer no camera reads from a screen, and a QR code ends at 2953. */
const LONGEST_QR = 500;

interface DeviceStepsProps {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same address with the code in it, where the IdP has one. */
  readonly completeUri: string | undefined;
}

/** Signing in with a code, on any device (RFC 8628 section 3.3). */
export function DeviceSteps({ userCode, verificationUri, completeUri }: DeviceStepsProps) {
  const { bridge } = useHost();
  const notify = useNotify();
  const words = useWords().sessions.device;
  const address = completeUri ?? verificationUri;
  const copy = () =>
    navigator.clipboard.writeText(userCode).then(
      () => notify({ kind: 'done', message: words.copied }),
      (error: unknown) => notify({ kind: 'failed', error: errorViewOf(error) }),
    );
  return (
    <div className="device-steps">
      <div className="device-words">
        <p>
          {words.openBefore} <code className="device-uri">{visibleText(verificationUri)}</code>{' '}
          {words.openAfter}
        </p>
        <p className="device-code">{visibleText(userCode)}</p>
        <div className="form-actions">
          {bridge.kind === 'browser' && (
            <Button icon="copy" onPress={() => void copy()}>
              {words.copy}
            </Button>
          )}
          <BrowserLink look="plain" href={address}>
            {words.here}
          </BrowserLink>
        </div>
      </div>
      {address.length <= LONGEST_QR && <img className="device-qr" src={qrImage(address)} alt={words.qr} />}
    </div>
  );
}

/** As an image, since the content security policy allows no markup from elsewhere. Black on white in every theme. */
function qrImage(text: string): string {
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 3 }))}`;
}
