import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleColumns } from '#shared/contract/columns.ts';
import type { Job } from '#shared/contract/exchange.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { SystemStatus } from '#shared/contract/system.ts';
import type { ControlState } from '#shared/model/control.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { disconnected, type RpcClient } from '#shared/rpc/client.ts';
import type { AlarmBook } from './alarm-book.ts';
import { createAlarmFeed } from './alarm-feed.ts';
import { type Connector, createConnection, type LinkStatus } from './connection.ts';
import { createControlFeed } from './control-feed.ts';
import { createDirectoryFeed, type ProjectState } from './directory-feed.ts';
import { createFirstOutFeed, type FirstOutPicture } from './first-out-feed.ts';
import type { DirectoryIndex } from './directory-index.ts';
import { createIncidentFeed, type IncidentFeed } from './incident-feed.ts';
import { createIncidentQueue, type IncidentQueue } from './incident-queue.ts';
import { incidentWorkWords } from './incident-words.ts';
import { createLiveFeed } from './live-feed.ts';
import { createLoadFeed, type LoadFeed } from './load-feed.ts';
import { createLockFeed, type LocksPicture } from './lock-feed.ts';
import type { LiveStore } from './live-store.ts';
import { faultText, notify } from './notices.ts';
import { createReplayFeed } from './replay-feed.ts';
import { refusedInPast } from './replay-rules.ts';
import { createRunQueue, type RunQueue } from './run-queue.ts';
import { newOperationId, workWords } from './run-words.ts';
import { createRunbookFeed, type RunbookFeed } from './runbook-feed.ts';
import { createSampleFeed } from './sample-feed.ts';
import { behindPresentMs, createTimeline, type Timeline } from './timeline.ts';
import type { Timers } from './timers.ts';

/** `lost` of a batch before which the line was down, or before which the console jumped to another moment. */
export { lostUnknown, seeked } from './sample-feed.ts';

/** What is always of now, whatever moment the console shows: for banner, horn, badges, clock and status. */
export type Present = {
  readonly alarms: StoreApi<AlarmBook>;
  readonly firstOut: StoreApi<FirstOutPicture>;
  /** The engine's clock, UTC epoch ms. */
  nowMs(): number;
};

/**
 * The console's one line to the engine, and its one clock. `live`, `alarms`, `firstOut`, `samples` and `nowMs` are of the moment the
 * timeline shows, now or in the past, and views need not know which; `present`, `load`, `status` and `links` are always of now.
 * Stores keep their last content while the link is down (`link` says so, and
 * `live` marks every value as not connected); all of them come back by themselves.
 */
export type ConsoleClient = {
  readonly link: StoreApi<LinkStatus>;
  /** Null until the first directory came. A new object only when the project really changed. */
  readonly directory: StoreApi<DirectoryIndex | null>;
  readonly project: StoreApi<ProjectState | null>;
  readonly timeline: Timeline;
  readonly present: Present;
  readonly live: LiveStore;
  readonly alarms: StoreApi<AlarmBook>;
  /** Bursts of alarms with their first-out, and trip groups that have latched. */
  readonly firstOut: StoreApi<FirstOutPicture>;
  /** The running alarm load, while somebody watches it. */
  readonly load: Pick<LoadFeed, 'store' | 'watch'>;
  /** Runs of runbooks: the list is of now, a run that is followed of the moment shown. */
  readonly runbooks: Pick<RunbookFeed, 'runs' | 'follow'>;
  /** What runs keep locked out at the moment shown. */
  readonly locks: StoreApi<LocksPicture>;
  /** What was done on runs here and is not answered yet; kept over a lost line. */
  readonly runQueue: Pick<RunQueue, 'waiting' | 'isWaitingForLink' | 'add' | 'drop'>;
  /** Open incidents and the newest handover; always of now. */
  readonly incidents: Pick<IncidentFeed, 'open' | 'handover'>;
  /** What was done on incidents here and is not answered yet; kept over a lost line. */
  readonly incidentQueue: Pick<IncidentQueue, 'waiting' | 'isWaitingForLink' | 'add' | 'drop'>;
  /** Who has control of which area, and writes that were not confirmed; always of now, null while nothing is known. */
  readonly control: StoreApi<ControlState | null>;
  readonly status: StoreApi<SystemStatus | null>;
  /** Health of the device links, by device id. */
  readonly links: StoreApi<ReadonlyMap<string, LinkHealth>>;
  /** Rises with every note written or withdrawn, on whatever console: who shows notes asks again. Also after a lost line. */
  readonly notesVersion: StoreApi<number>;
  /** Exports, imports and recordings the engine works on or has ended, in no order. */
  readonly jobs: StoreApi<readonly Job[]>;
  /** As RpcClient.call: never rejects; without a link the fault is `disconnected`. In replay commands on the plant are refused here (`replay-rules.ts`). */
  readonly call: RpcClient<FirstoutContract>['call'];
  /**
   * Every sample of these tags (dense indices of the current directory) from now on, until the answer is called.
   * `lost` counts samples left out right before these columns: above 0 show a gap; `lostUnknown` after the line was down,
   * then the columns may be empty and history fills the hole; `seeked` after a jump to another moment, then what was kept is
   * of another time. In replay recorded samples come as the clock passes them, up to 10×; faster, a `seeked` once a second.
   * A new directory ends it: watch again.
   */
  samples(tags: readonly number[], onSamples: (columns: SampleColumns, lost: number) => void): () => void;
  /** The clock of the moment shown: the engine's while live, the replay's else. UTC epoch ms. */
  nowMs(): number;
  /** Ends the line for good. */
  close(): void;
};

/** `connect` opens one line to the engine; it is called again, with back-off, whenever the line before it ended. */
export function createConsoleClient(connect: Connector, timers: Timers): ConsoleClient {
  const connection = createConnection(connect, timers);
  const status = createStore<SystemStatus | null>(() => null);
  const links = createStore<ReadonlyMap<string, LinkHealth>>(() => new Map());
  const notesVersion = createStore<number>(() => 0);
  const jobs = createStore<readonly Job[]>(() => []);
  let engineMs = timers.wallMs();
  let heardMs = timers.now();
  let closeStreams: () => void = () => undefined;

  const presentMs = (): number => engineMs + (timers.now() - heardMs);
  // The replay feed is made last, since it needs all of them; demand comes only after that.
  const liveFeed = createLiveFeed(timers, (tags) => replayFeed.added(tags));
  const sampleFeed = createSampleFeed(() => replayFeed.added([]));
  const directoryFeed = createDirectoryFeed((index) => {
    liveFeed.setDirectory(index.directory.tags.length);
    sampleFeed.reset();
  });
  const alarmFeed = createAlarmFeed(timers, directoryFeed.directory);
  const alarms = createStore<AlarmBook>(() => alarmFeed.book.getState());
  const replayFeed = createReplayFeed({
    timers,
    store: liveFeed.store,
    wanted: liveFeed.wanted,
    samples: sampleFeed,
    book: alarms,
    presentBook: alarmFeed.book,
    directory: directoryFeed.directory,
    recordedMs: () => presentMs() - behindPresentMs,
  });
  const timeline = createTimeline({ timers, feed: replayFeed, presentMs });
  alarmFeed.book.subscribe((book) => {
    if (timeline.state.getState().mode === 'live') alarms.setState(book, true);
  });

  const loadFeed = createLoadFeed(timers);
  const controlFeed = createControlFeed(timers);
  const firstOutFeed = createFirstOutFeed({ timers, timeline: timeline.state, nowMs: timeline.nowMs });

  const runbookFeed = createRunbookFeed({ timers, timeline: timeline.state, nowMs: timeline.nowMs });
  const lockFeed = createLockFeed({ timers, timeline: timeline.state, runs: runbookFeed.runs, nowMs: timeline.nowMs });
  const runQueue = createRunQueue({
    storage: typeof sessionStorage === 'undefined' ? null : sessionStorage,
    nowMs: presentMs,
    newId: newOperationId,
    refused: (sentence, { work }) => notify(`${workWords(work)}: not taken. ${sentence}`, 'failed'),
  });

  const incidentFeed = createIncidentFeed(timers);
  const incidentQueue = createIncidentQueue({
    storage: typeof sessionStorage === 'undefined' ? null : sessionStorage,
    nowMs: presentMs,
    newId: newOperationId,
    refused: (fault, queued) => notify(`${incidentWorkWords(queued)}: not taken. ${faultText(fault)}`, 'failed'),
  });

  directoryFeed.onRevision((revision) => {
    liveFeed.setRevision(revision);
    sampleFeed.setRevision(revision);
    replayFeed.setRevision(revision);
    timeline.renewed(directoryFeed.directory.getState()?.directory.recording ?? null);
  });

  connection.onUp((rpc) => {
    directoryFeed.attach(rpc);
    liveFeed.attach(rpc);
    sampleFeed.attach(rpc);
    alarmFeed.attach(rpc);
    replayFeed.attach(rpc);
    firstOutFeed.attach(rpc);
    loadFeed.attach(rpc);
    controlFeed.attach(rpc);
    runbookFeed.attach(rpc);
    lockFeed.attach(rpc);
    runQueue.attach(rpc, connection.link.getState().session?.user ?? '');
    incidentFeed.attach(rpc);
    incidentQueue.attach(rpc, connection.link.getState().session?.user ?? '');
    const statusStream = rpc.open('system.status', {}, {
      onItem(item) {
        engineMs = item.nowMs;
        heardMs = timers.now();
        status.setState(item, true);
      },
    });
    let isFirst = true;
    const healthStream = rpc.open('devices.health', {}, {
      onItem({ links: changed }) {
        const next = new Map(isFirst ? [] : links.getState());
        isFirst = false;
        for (const link of changed) next.set(link.device, link);
        links.setState(next, true);
      },
    });
    const notesStream = rpc.open('notes.version', {}, { onItem: () => notesVersion.setState((before) => before + 1, true) });
    const jobStream = rpc.open('jobs.state', {}, { onItem: (item) => jobs.setState(item.jobs, true) });
    closeStreams = () => {
      jobStream.close();
      notesStream.close();
      statusStream.close();
      healthStream.close();
    };
  });
  connection.onDown(() => {
    closeStreams();
    liveFeed.detach();
    sampleFeed.detach();
    directoryFeed.detach();
    alarmFeed.detach();
    replayFeed.detach();
    firstOutFeed.detach();
    loadFeed.detach();
    controlFeed.detach();
    runbookFeed.detach();
    lockFeed.detach();
    runQueue.detach();
    incidentFeed.detach();
    incidentQueue.detach();
  });
  connection.start();

  return {
    link: connection.link,
    directory: directoryFeed.directory,
    project: directoryFeed.project,
    live: liveFeed.store,
    alarms,
    timeline,
    firstOut: firstOutFeed.shown,
    load: loadFeed,
    runbooks: runbookFeed,
    locks: lockFeed.locks,
    runQueue,
    incidents: incidentFeed,
    incidentQueue,
    control: controlFeed.store,
    present: { alarms: alarmFeed.book, firstOut: firstOutFeed.present, nowMs: presentMs },
    status,
    links,
    jobs,
    notesVersion,
    call(name, input, ...options) {
      const { mode, recording } = timeline.state.getState();
      const fault = mode === 'replay' || recording !== null ? refusedInPast(name, recording !== null) : null;
      if (fault !== null) return Promise.resolve({ ok: false, fault } as never);
      const rpc = connection.rpc();
      return rpc === null ? Promise.resolve({ ok: false, fault: disconnected } as never) : rpc.call(name, input, ...options);
    },
    samples: sampleFeed.open,
    nowMs: timeline.nowMs,
    close() {
      timeline.pause();
      connection.close();
    },
  };
}
