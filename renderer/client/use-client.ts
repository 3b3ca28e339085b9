import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { SystemStatus } from '#shared/contract/system.ts';
import type { ControlState } from '#shared/model/control.ts';
import type { LoadNow } from '#shared/model/alarm-load.ts';
import { formatValue } from '#shared/model/format-value.ts';
import { qualityKind } from '#shared/model/quality.ts';
import type { AlarmBook } from './alarm-book.ts';
import type { LinkStatus } from './connection.ts';
import type { TimelineState } from './timeline.ts';
import type { ConsoleClient } from './console-client.ts';
import type { DirectoryIndex } from './directory-index.ts';
import type { FirstOutPicture } from './first-out-feed.ts';
import { repaintDelayMs } from './repaint-gate.ts';
import { createSelection, type Selection } from './selection.ts';

/** What every component may reach: the client, which never changes, so the context never re-renders anybody. */
export type ConsoleServices = { readonly client: ConsoleClient; readonly selection: StoreApi<Selection> };

export const ClientContext = createContext<ConsoleServices | null>(null);

export function createServices(client: ConsoleClient): ConsoleServices {
  return { client, selection: createSelection((tag) => client.directory.getState()?.tagById(tag)?.asset ?? null) };
}

function useServices(): ConsoleServices {
  const services = useContext(ClientContext);
  if (services === null) throw new Error('a component that needs the client stands outside ClientContext');
  return services;
}

export const useClient = (): ConsoleClient => useServices().client;
/** The selection store itself, for event handlers: `useSelectionStore().getState().select(…)`. */
export const useSelectionStore = (): StoreApi<Selection> => useServices().selection;
export const useSelection = <Value>(select: (selection: Selection) => Value): Value => useStore(useServices().selection, select);
/** Null while there is no directory yet: show the loading state. */
export const useDirectory = (): DirectoryIndex | null => useStore(useServices().client.directory);
export const useLink = (): LinkStatus => useStore(useServices().client.link);
/** Who has control of what, and writes to look at; always of now. `select` as in `useAlarmBook`. */
export const useControl = <Value>(select: (control: ControlState | null) => Value): Value => useStore(useServices().client.control, select);
export const useStatus = (): SystemStatus | null => useStore(useServices().client.status);
/** `select` must give back the same object for the same book, or the component renders on every change. */
export const useAlarmBook = <Value>(select: (book: AlarmBook) => Value): Value => useStore(useServices().client.alarms, select);

/** Bursts and latches of the moment shown. `select` as in `useAlarmBook`. */
export const useFirstOut = <Value>(select: (picture: FirstOutPicture) => Value): Value => useStore(useServices().client.firstOut, select);

/** The running alarm load of now; null while nothing is known. It is asked for while the component stands and `isWanted`. */
export function useLoadNow(isWanted: boolean): LoadNow | null {
  const { load } = useServices().client;
  useEffect(() => (isWanted ? load.watch() : undefined), [load, isWanted]);
  return useStore(load.store);
}

/** The one clock of the console: live or replay, and where it stands. */
export const useTimeline = <Value>(select: (timeline: TimelineState) => Value): Value => useStore(useServices().client.timeline.state, select);

/** The alarms of now whatever moment is shown, for banner, rail and horn. A recording has no now: there they are those of the moment shown. */
export function usePresentAlarms<Value>(select: (book: AlarmBook) => Value): Value {
  const { client } = useServices();
  return useStore(presentAlarms(client, useTimeline(({ recording }) => recording !== null)), select);
}

export const presentAlarms = (client: ConsoleClient, isRecording: boolean): StoreApi<AlarmBook> => (isRecording ? client.alarms : client.present.alarms);

/** Bursts of now whatever moment is shown, as `usePresentAlarms`. */
export function usePresentFirstOut<Value>(select: (picture: FirstOutPicture) => Value): Value {
  const { client } = useServices();
  const isRecording = useTimeline(({ recording }) => recording !== null);
  return useStore(isRecording ? client.firstOut : client.present.firstOut, select);
}

export type LiveText = {
  /** Formatted value without unit; "----" where there is none. */
  readonly text: string;
  readonly value: number;
  readonly quality: number;
  readonly timeMs: number;
};

/**
 * One live value as React state, at most four renders a second: for the few values outside graphics and trends.
 * Bad values keep the last number in `text`; `quality` says how to draw it.
 */
export function useLiveText(tagIndex: number): LiveText {
  const { client } = useServices();
  const directory = useDirectory();
  const [text, setText] = useState<LiveText>(() => readLive(client, directory, tagIndex));
  useEffect(() => {
    let lastMs = -Infinity;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const paint = (): void => {
      timer = null;
      lastMs = performance.now();
      setText((before) => {
        const now = readLive(client, directory, tagIndex);
        const isSame = now.text === before.text && qualityKind(now.quality) === qualityKind(before.quality) && Object.is(now.value, before.value);
        return isSame ? before : now;
      });
    };
    const changed = (): void => {
      if (timer !== null) return;
      const waitMs = repaintDelayMs(lastMs, performance.now());
      if (waitMs === 0) paint();
      else timer = setTimeout(paint, waitMs);
    };
    const stop = tagIndex < 0 ? () => undefined : client.live.watch([tagIndex], changed);
    changed();
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, directory, tagIndex]);
  return text;
}

function readLive(client: ConsoleClient, directory: DirectoryIndex | null, index: number): LiveText {
  const { live } = client;
  const value = live.value[index] ?? NaN;
  const quality = live.quality[index] ?? 0x80320000;
  const tag = directory?.tag(index);
  return { text: tag === undefined ? '----' : formatValue(tag, value, live.text), value, quality, timeMs: live.timeMs[index] ?? NaN };
}
