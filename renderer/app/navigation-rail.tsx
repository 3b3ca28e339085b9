import { Keyboard, Moon, Settings, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { roleCovers } from '#shared/rpc/define.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import { useDirectory, useLink, usePresentAlarms } from '../client/use-client.ts';
import { type ViewEntry, views } from '../views/registry.ts';
import { type TagTarget, useTagDrop } from '../widgets/tag-drag/tag-drop.ts';
import { showHelp } from './palette-state.ts';
import { SettingsMenu } from './settings-menu.tsx';
import { viewKeyText } from './view-keys.ts';
import './navigation-rail.css';

/** The views this role may open and this project offers, in the order of the rail; `view-keys.ts` opens them. */
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
      {offered.map((entry, at) => {
        const Item = entry.takesTags === true ? DropItem : RailItem;
        return (
          <Item key={entry.id} entry={entry} place={at} isCurrent={entry.id === current}>
            {entry.id === 'alarms' && unacked > 0 ? (
              <em className={hasUrgent ? '' : 'is-quiet'} aria-label={`${unacked} unacknowledged`}>
                {unacked > 999 ? '999+' : unacked}
              </em>
            ) : null}
          </Item>
        );
      })}
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

type ItemProps = { readonly entry: ViewEntry; readonly place: number; readonly isCurrent: boolean; readonly target?: TagTarget; readonly children: ReactNode };

function RailItem({ entry: { id, title, icon: Icon }, place, isCurrent, target, children }: ItemProps) {
  const key = viewKeyText(place);
  return (
    <button
      type="button"
      className="navigation-rail-item"
      aria-current={isCurrent ? 'page' : undefined}
      title={key === undefined ? title : `${title} (${key})`}
      onClick={() => navigation.getState().open(id)}
      {...target}
    >
      <Icon size={19} strokeWidth={1.75} aria-hidden="true" />
      {title}
      {children}
    </button>
  );
}

/** Opens its view with the tags that are dropped on it. */
function DropItem(props: ItemProps) {
  const target = useTagDrop((tags) => navigation.getState().open(props.entry.id, { tags }));
  return <RailItem {...props} target={target} />;
}
