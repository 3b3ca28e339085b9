import { useEffect, useRef } from 'react';
import { addSelectionToTrend } from '../client/add-to-trend.ts';
import { navigation } from '../client/navigation.ts';
import { ackRefusal } from '../client/alarm-actions.ts';
import { openIncidentNote } from '../client/incident-actions.ts';
import { openIncidentHere } from '../client/incident-here.ts';
import { notify } from '../client/notices.ts';
import { preferences } from '../client/preferences.ts';
import { jumpToAlarm, replayFromBefore, stepToEvent } from '../client/replay-steps.ts';
import { showWorstFault } from '../client/scene-orders.ts';
import { useClient, useSelectionStore } from '../client/use-client.ts';
import { acknowledgeShown } from './alarm-banner.tsx';
import { stepTab, toggleMaximised } from './dock.ts';
import { silence } from './horn.ts';
import { toggleInspector } from './inspector-place.ts';
import { useOfferedViews } from './navigation-rail.tsx';
import { openPalette, showHelp } from './palette-state.ts';
import { focusOpenedView, focusPanel, keepFocus } from './panel-focus.ts';
import { showGoToTime } from './time-bar/time-bar-actions.ts';
import { placeOfKey } from './view-keys.ts';

/** The keys of the whole window. Letters work only outside text fields and where they are switched on. */
export function useKeyboard(): void {
  const client = useClient();
  const selection = useSelectionStore();
  const views = useOfferedViews();
  const offered = useRef(views);
  offered.current = views;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const act = actionOf(event);
      if (act === null) return;
      event.preventDefault();
      act();
    };
    const actionOf = (event: KeyboardEvent): (() => void) | null => {
      const { key, altKey } = event;
      const control = event.ctrlKey || event.metaKey;
      if (control && !altKey) {
        if (key.toLowerCase() === 'k') return () => openPalette('all');
        if (key.toLowerCase() === 'g') return () => showGoToTime(true);
        if (key === 'Tab') return () => (stepTab(event.shiftKey ? -1 : 1), focusOpenedView());
        return null;
      }
      if (altKey) {
        if (key === 'ArrowLeft') return navigation.getState().back;
        if (key === 'ArrowRight') return navigation.getState().forward;
        const view = control ? undefined : offered.current[placeOfKey(key)];
        return view === undefined ? null : () => (navigation.getState().open(view.id), focusOpenedView());
      }
      if (key === 'F8') return () => silence(client.present.alarms.getState());
      if (key === 'F9') {
        const refusal = ackRefusal(client);
        return refusal === null ? () => void acknowledgeShown(client) : () => notify(refusal, 'failed');
      }
      if (key === 'F11') return toggleMaximised;
      if (key === 'F6') return () => focusPanel(event.shiftKey ? -1 : 1);
      if (isTyping(event.target) || !preferences.getState().hasLetterKeys) return null;
      if (key === '?') return () => showHelp(true);
      if (key === 'F') return event.shiftKey ? () => showWorstFault(client) : null;
      if (key === 'N' && event.shiftKey) return () => openIncidentHere(client);
      return letterAction(key);
    };
    const letterAction = (key: string): (() => void) | null => {
      switch (key.toLowerCase()) {
        case 'i':
          return toggleInspector;
        case 'l':
          return () => client.timeline.live();
        case 'n':
          return () => openIncidentNote(client);
        case 't':
          return () => addSelectionToTrend(client.directory.getState(), selection.getState());
        case 'r':
          return () => replayFromBefore(client, selection.getState());
        case ',':
          return () => void stepToEvent(client, -1);
        case '.':
          return () => void stepToEvent(client, 1);
        case '<':
          return () => void jumpToAlarm(client, -1);
        case '>':
          return () => void jumpToAlarm(client, 1);
        default:
          return null;
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [client, selection]);
  useEffect(() => navigation.subscribe((now, before) => now.visit !== before.visit && keepFocus()), []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
