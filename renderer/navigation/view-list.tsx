import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu-button.tsx';
import { useNavigation } from './navigation.tsx';
import { OFFERED_VIEWS } from './views.tsx';

/** The views as a rail beside the page, where there is room for one. */
export function ViewRail() {
  const words = useWords().navigation;
  const { view, go } = useNavigation();
  return (
    <nav className="rail" aria-label={words.label}>
      <ul>
        {OFFERED_VIEWS.map(({ kind, icon }) => (
          <li key={kind}>
            <button
              type="button"
              className="rail-item"
              {...(kind === view.kind ? { 'aria-current': 'page' } : {})}
              onClick={() => go({ kind })}
            >
              <Icon name={icon} size={20} />
              <span className="rail-word">{words.short[kind]}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The views behind one button, on a narrow window. */
export function ViewMenu() {
  const words = useWords().navigation;
  const { view, go } = useNavigation();
  return (
    <nav className="view-menu" aria-label={words.label}>
      <MenuButton
        icon="menu"
        className="icon-button"
        label={words.label}
        selectedKey={view.kind}
        placement="bottom start"
        items={() =>
          OFFERED_VIEWS.map(({ kind, icon }) => ({
            id: kind,
            icon,
            label: words[kind],
            onAction: () => go({ kind }),
          }))
        }
      />
    </nav>
  );
}
