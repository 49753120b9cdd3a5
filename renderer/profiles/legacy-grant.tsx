import { useState } from 'react';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

interface LegacyGrantProps {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** The password grant is offered only to those who asked for it and have read why not to. */
export function LegacyGrant({ isChosen, onChoose }: LegacyGrantProps) {
  const words = useWords().profiles.legacy;
  const [isAsking, setAsking] = useState(false);
  if (!isChosen && !isAsking) {
    return (
      <Button look="quiet" className="legacy-grant-open" onPress={() => setAsking(true)}>
        {words.open}
      </Button>
    );
  }
  return (
    <div className="legacy-grant">
      <Note tone="warning" isAlert>
        <p className="note-message">{words.message}</p>
        <p className="note-hint">{words.hint}</p>
      </Note>
      {!isChosen && (
        <div className="form-actions">
          <Button
            onPress={() => {
              onChoose();
              setAsking(false);
            }}
          >
            {words.use}
          </Button>
          <Button look="quiet" onPress={() => setAsking(false)}>
            {words.leave}
          </Button>
        </div>
      )}
    </div>
  );
}
