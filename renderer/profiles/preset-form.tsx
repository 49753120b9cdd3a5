import { useState } from 'react';
import { fillIn, presetService } from '../../shared/presets/preset.ts';
import type { Answers, Preset } from '../../shared/presets/preset.ts';
import { PRESETS } from '../../shared/presets/registry.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { Picker } from '../ui/fields.tsx';
import { FormGroup } from '../ui/form-group.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { usesPassword, withAnswer } from './preset-answers.ts';
import { PresetField } from './preset-fields.tsx';
import { presetInWords } from './preset-words.ts';
import { useAddProfiles } from './use-add-profiles.ts';

interface PresetFormProps {
  readonly onAdded: (addresses: readonly string[]) => void;
}

/** A service that Fob knows: asks only what it cannot know, and makes the same profile file as people write by hand. */
export function PresetForm({ onAdded }: PresetFormProps) {
  const { profiles, presets: texts } = useWords();
  const words = profiles.preset;
  const [name, setName] = useState('');
  const presets = PRESETS.map((known) => presetInWords(known, texts));
  const services = presets.map((known) => ({ value: known.name, label: known.title, help: known.summary }));
  const preset = presets.find((known) => known.name === name);
  return (
    <div className="form">
      <FormGroup title={words.which} columns={1}>
        <Picker label={words.service} value={name} choices={services} onChange={setName} />
      </FormGroup>
      {preset !== undefined && <PresetQuestions key={name} preset={preset} onAdded={onAdded} />}
    </div>
  );
}

function PresetQuestions({ preset, onAdded }: PresetFormProps & { readonly preset: Preset }) {
  const words = useWords().profiles.preset;
  const addProfiles = useAddProfiles();
  const [given, setGiven] = useState<Answers>({});
  const [wasTried, setTried] = useState(false);
  const { asked, answers } = fillIn(preset, given);

  const add = useAction(async () => {
    const text = JSON.stringify({ version: 1, services: [presetService(preset, answers)] }, null, 2);
    onAdded(await addProfiles(text));
  });

  return (
    <form
      className="form"
      aria-label={preset.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (asked.every(({ problem }) => problem === undefined)) void add.run();
      }}
    >
      <FormGroup title={words.questions}>
        {asked.map((each) => (
          <PresetField
            key={each.question.name}
            asked={each}
            showsProblem={wasTried}
            onChange={(value) => setGiven(withAnswer(preset, given, each.question.name, value))}
          />
        ))}
      </FormGroup>
      {usesPassword(preset, given) && <PasswordNote />}
      <ErrorNote error={add.error} isAlert />
      <div className="form-actions form-actions-end">
        <Button type="submit" look="primary" isPending={add.isPending}>
          {words.add}
        </Button>
      </div>
    </form>
  );
}

function PasswordNote() {
  const words = useWords().profiles.preset;
  return (
    <Note tone="warning">
      <p className="note-message">{words.passwordMessage}</p>
      <p className="note-hint">{words.passwordHint}</p>
    </Note>
  );
}
