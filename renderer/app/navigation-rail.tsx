import { Keyboard, Moon, Settings, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import { roleCovers } from '#shared/rpc/define.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import { useDirectory, useLink, usePresentAlarms } from '../client/use-client.ts';
import { views } from '../views/registry.ts';
import { showHelp } from './palette-state.ts';
import { SettingsMenu } from './settings-menu.tsx';
import './navigation-rail.css';

/** The views this role may open and this project offers, in the order of the rail; Alt 1 to 9 opens them. */
export function useOfferedViews() {
  const directory = useDirectory();
  const { session } = useLink();
  return views.filter(({ role, isOffered }) => roleCovers(session?.role ?? 'view', role) && (directory === null || isOffered?.(directory) !== false));
}

export function NavigationRail() {
  const current = useStore(navigation, ({ view }) => view);
  const unacked = usePresentAlarms((book) => book.unacked);
  const hasUrgent = usePresentAlarms((book) => book.counts[1].unacked > 0);
  const theme = useStore(preferences, (now) => now.theme);
  const offered = useOfferedViews();
  const Theme = theme === 'dark' ? Moon : Sun;
  return (
    <nav className="navigation-rail" aria-label="Views">
      {offered.map(({ id, title, icon: Icon }, at) => (
        <button
          key={id}
          type="button"
          className="navigation-rail-item"
          aria-current={id === current ? 'page' : undefined}
          title={at < 9 ? `${title} (Alt ${at + 1})` : title}
          onClick={() => navigation.getState().open(id)}
        >
          <Icon size={19} strokeWidth={1.75} aria-hidden="true" />
          {title}
          {id === 'alarms' && unacked > 0 ? (
            <em className={hasUrgent ? '' : 'is-quiet'} aria-label={`${unacked} unacknowledged`}>
              {unacked > 999 ? '999+' : unacked}
            </em>
          ) : null}
        </button>
      ))}
      <span className="navigation-rail-space" />
      <button type="button" className="navigation-rail-item" title="Keyboard map (?)" onClick={() => showHelp(true)}>
        <Keyboard size={18} strokeWidth={1.75} aria-hidden="true" />
        Keys
      </button>
      <button
        type="button"
        className="navigation-rail-item"
        title={theme === 'dark' ? 'Change to the light theme' : 'Change to the dark theme'}
        onClick={() => preferences.setState({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        <Theme size={18} strokeWidth={1.75} aria-hidden="true" />
        Theme
      </button>
      <SettingsMenu
        trigger={
          <>
            <Settings size={18} strokeWidth={1.75} aria-hidden="true" />
            Setup
          </>
        }
      />
    </nav>
  );
}
