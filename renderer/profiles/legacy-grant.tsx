import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

interface LegacyGrantProps {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** The password grant is offered only to those who asked for it and have read why not to. */
export function LegacyGrant({ isChosen, onChoose }: LegacyGrantProps) {
  const [isAsking, setAsking] = useState(false);
  if (!isChosen && !isAsking) {
    return (
      <Button look="quiet" className="legacy-grant-open" onPress={() => setAsking(true)}>
        Only a user name and password?
      </Button>
    );
  }
  return (
    <div className="legacy-grant">
      <Note tone="warning" isAlert>
        <p className="note-message">
          The password grant is legacy: it must not be used (RFC 9700 section 2.4).
        </p>
        <p className="note-hint">
          It hands the person’s password to this program, and knows no second factor and no passkey. Take
          authorization_code or device_code where the service has one of them.
        </p>
      </Note>
      {!isChosen && (
        <div className="form-actions">
          <Button
            onPress={() => {
              onChoose();
              setAsking(false);
            }}
          >
            Use it all the same
          </Button>
          <Button look="quiet" onPress={() => setAsking(false)}>
            Leave it
          </Button>
        </div>
      )}
    </div>
  );
}
