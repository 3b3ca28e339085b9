import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import type { RecordingFacts } from '#shared/model/history.ts';
import type { Layout } from '#shared/model/layout.ts';
import type { ProjectProblem, TemplateEntry } from '#shared/model/project.ts';
import type { Scene, SceneId } from '#shared/model/scene.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { SystemStatus } from '#shared/contract/system.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import type { ControlService } from '../control/control-service.ts';
import type { DeviceLinks } from '../drivers/device-links.ts';
import type { AnyDriverType } from '../drivers/driver.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { FirstOutService } from '../first-out/first-out-service.ts';
import type { Historian } from '../historian/historian.ts';
import type { IncidentParts } from '../incident-wiring.ts';
import type { Listeners } from '../listeners.ts';
import type { Plant } from '../plant.ts';
import type { ProjectRunbook } from '../project/loaded-project.ts';
import type { Clock, Log } from '../ports.ts';
import type { Records } from '../records/records.ts';
import type { RunbookService } from '../runbooks/run-service.ts';
import type { RunbookLibrary } from '../runbook-library.ts';
import type { Scenes } from '../scenes/scenes.ts';
import type { Drawings } from '../screens/drawings.ts';
import type { Store } from '../store/store.ts';
import type { TextTable } from '../tags/text-table.ts';

/** The handlers of some names of the contract. */
export type HandlersOf<Names extends keyof FirstoutContract> = Pick<Handlers<FirstoutContract>, Names>;

/** What handlers may reach. The plant is asked for at each call, since a reload of the project replaces it. */
export type EngineParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly projectDir: string;
  readonly driverTypes: readonly AnyDriverType[];
  plant(): Plant;
  readonly links: DeviceLinks;
  readonly control: ControlService;
  readonly texts: TextTable;
  readonly store: Store;
  readonly records: Records;
  readonly runbookLibrary: RunbookLibrary;
  readonly runbooks: RunbookService;
  readonly incidents: IncidentParts;
  readonly exchange: Exchange;
  readonly drawings: Drawings;
  readonly scenes: Scenes;
  readonly firstOut: FirstOutService;
  /** What the engine shows instead of a plant; null on a plant. */
  readonly recording: RecordingFacts | null;
  historian(): Historian;
  status(): SystemStatus;
  screenVersions(): Readonly<Record<string, number>>;
  /** Saved trends, layouts, scenes, runbooks and problems of the project, which change without a new revision. */
  saved(): {
    readonly trends: readonly TrendSet[];
    readonly layouts: readonly Layout[];
    readonly scenes: readonly Scene[];
    readonly sceneVersions: ReadonlyMap<SceneId, string>;
    readonly runbooks: readonly ProjectRunbook[];
    readonly problems: readonly ProjectProblem[];
    readonly templates: readonly TemplateEntry[];
    readonly templateVersions: ReadonlyMap<string, string>;
    readonly screenVersions: ReadonlyMap<string, string>;
  };
  countDropped(count: number): void;
  readonly projectChanged: Listeners<[]>;
  readonly textAdded: Listeners<[]>;
  readonly healthChanged: Listeners<[LinkHealth]>;
  readonly statusChanged: Listeners<[]>;
  readonly alarmsPublished: Listeners<[readonly AlarmEvent[], readonly AlarmStanding[]]>;
};
