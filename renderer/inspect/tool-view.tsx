import { useId } from 'react';
import type { ReactNode } from 'react';
import { Page } from '../page.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { ViewHead } from './view-head.tsx';

interface ToolViewProps {
  readonly words: {
    readonly title: string;
    readonly intro: string;
    readonly stays: string;
    readonly input: string;
    readonly placeholder: string;
    readonly clear: string;
    /** The heading of the result. */
    readonly result: string;
  };
  readonly rows: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Stands below the text. */
  readonly side: ReactNode;
  /** What follows from the text. */
  readonly children: ReactNode;
}

/** A view that takes a text, beside what it makes of it. */
export function ToolView({ words, rows, text, onText, side, children }: ToolViewProps) {
  const resultId = useId();
  return (
    <Page>
      <ViewHead title={words.title} intro={words.intro} promise={words.stays} />
      <div className="tool">
        <div className="tool-side">
          <Field
            label={words.input}
            placeholder={words.placeholder}
            isCode
            rows={rows}
            value={text}
            onChange={onText}
          />
          <div className="form-actions">
            <Button isDisabled={text === ''} onPress={() => onText('')}>
              {words.clear}
            </Button>
          </div>
          {side}
        </div>
        <section className="tool-result" aria-labelledby={resultId}>
          <h2 id={resultId}>{words.result}</h2>
          {children}
        </section>
      </div>
    </Page>
  );
}
