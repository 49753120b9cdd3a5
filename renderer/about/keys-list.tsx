import { useWords } from '../language/language.tsx';
import { ModalDialog } from '../ui/dialog.tsx';
import { isApple } from './platform.ts';

/** Every key that does something, by where it does. */
export function KeysList() {
  const words = useWords().about.keys;
  const control = isApple() ? '⌘' : 'Ctrl';
  const groups = [
    {
      title: words.anywhere,
      keys: [
        [[control, 'K'], words.palette],
        [['/'], words.search],
        [['?'], words.help],
        [isApple() ? ['⌘', '['] : ['Alt', '←'], words.back],
        [['Esc'], words.escape],
      ],
    },
    {
      title: words.inList,
      keys: [
        [['←', '→', '↑', '↓'], words.arrows],
        [['Home', 'End'], words.ends],
        [['Enter'], words.enter],
        [['C'], words.copy],
        [['1', 'D'], words.dev],
        [['2', 'B'], words.test],
        [['3', 'P'], words.prod],
        [['Tab'], words.tab],
      ],
    },
    {
      title: words.inPalette,
      keys: [
        [['↑', '↓'], words.choose],
        [['Enter'], words.run],
        [['Tab'], words.more],
      ],
    },
  ] as const;
  return (
    <div className="keys">
      {groups.map(({ title, keys }) => (
        <section key={title} className="keys-group">
          <h3>{title}</h3>
          <dl>
            {keys.map(([names, meaning]) => (
              <div key={meaning}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** The same over whichever view is shown. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords().about.keys;
  return (
    <ModalDialog title={words.title} isOpen onClose={onClose}>
      <KeysList />
    </ModalDialog>
  );
}
