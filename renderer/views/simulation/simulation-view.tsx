import { FlaskConical, Play, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import type { TagId } from '#shared/model/ids.ts';
import { isBad } from '#shared/model/quality.ts';
import { LiveCell } from '../../client/live-cell.tsx';
import { notify } from '../../client/notices.ts';
import { useClient, useDirectory, useLiveText } from '../../client/use-client.ts';
import { useWriteRefusal } from '../../client/use-refusal.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { writeUnseen } from '../../client/write-tag.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import './simulation-view.css';

const scenarioTag = 'SIM.SCENARIO';
const speedTag = 'SIM.SPEED';
const resetTag = 'SIM.RESET';
const speeds = [0.5, 1, 2, 5, 10, 20] as const;

/** Fault scenarios of the simulated plant: start, end, speed. Written through the plant's own control tags, like any other write. */
export function SimulationView(_props: ViewProps) {
  const client = useClient();
  const directory = useDirectory();
  const mayNot = useWriteRefusal();
  const [busy, setBusy] = useState<string | null>(null);
  const index = directory?.indexOf(scenarioTag) ?? -1;
  const scenario = useLiveText(index);
  const speed = useLiveText(directory?.indexOf(speedTag) ?? -1);
  const tag = directory?.tag(index);
  if (directory === null) return null;
  if (tag === undefined) {
    return (
      <div className="empty-note">
        <b>This project has no scenario control</b>
        <span>A simulated plant is steered through a tag called {scenarioTag}; the project defines none.</span>
      </div>
    );
  }
  const refusal = mayNot ?? (busy === null ? null : 'A change is being written.');
  const write = async (id: string, value: number, done: string): Promise<void> => {
    setBusy(id);
    const failure = await writeUnseen(client, id as TagId, value);
    setBusy(null);
    if (failure === null) notify(done);
    else notify(`Not written: ${failure}`, 'failed');
  };
  const isKnown = !isBad(scenario.quality);
  const running = isKnown ? scenario.value : NaN;
  const list = Object.entries(tag.states ?? {}).filter(([number]) => number !== '0');
  return (
    <div className="simulation-view">
      <div className="simulation-head">
        <FlaskConical size={20} strokeWidth={1.75} aria-hidden="true" />
        <div>
          <b>Simulated plant</b>
          <p className="tx-3">Nothing here touches real equipment. A scenario starts with one failure and lets the plant react; the alarms that follow are real to this console.</p>
        </div>
      </div>
      <div className="simulation-controls">
        <span className="tx-3">Running</span>
        <b>{isKnown ? scenario.text : 'not known'}</b>
        <Button icon={<Square size={14} strokeWidth={1.75} />} refusal={refusal ?? (running === 0 ? 'No scenario runs.' : null)} onClick={() => void write(scenarioTag, 0, 'The scenario was ended.')}>
          End scenario
        </Button>
        {directory.indexOf(resetTag) < 0 ? null : (
          <Button icon={<RotateCcw size={14} strokeWidth={1.75} />} refusal={refusal} onClick={() => void write(resetTag, 1, 'The plant goes back to its steady state.')}>
            Reset plant
          </Button>
        )}
        {directory.indexOf(speedTag) < 0 ? null : (
          <>
            <span className="tx-3">Speed</span>
            <Segmented
              label="Simulation speed"
              value={isBad(speed.quality) ? null : String(speed.value)}
              segments={speeds.map((one) => ({ id: String(one), label: `${one} ×`, ...(refusal === null ? {} : { refusal }) }))}
              onChange={(one) => void write(speedTag, Number(one), `The plant now runs at ${one} times real time.`)}
            />
          </>
        )}
        <span className="tx-3">Simulated time</span>
        <LiveCell tagIndex={directory.indexOf('SIM.TIME_S')} withUnit />
      </div>
      <ol className="simulation-list">
        {list.map(([number, name]) => (
          <li key={number} className={Number(number) === running ? 'is-running' : ''}>
            <span className="num tx-3">{number}</span>
            <span>{name}</span>
            <Button
              icon={<Play size={14} strokeWidth={1.75} />}
              refusal={refusal ?? (Number(number) === running ? 'This scenario runs already.' : null)}
              onClick={() => void write(scenarioTag, Number(number), `Scenario “${name}” was started.`)}
            >
              Start
            </Button>
          </li>
        ))}
      </ol>
    </div>
  );
}
