import type { AlarmAsk, ViewProps } from '../../client/view-props.ts';
import { AlarmHistory } from './alarm-history.tsx';
import { AlarmList } from './alarm-list.tsx';
import { FloodView } from './first-out/flood-view.tsx';
import { WithOpenFlood } from './first-out/open-flood.tsx';
import { HealthView } from './health/health-view.tsx';
import { RationaliseView } from './rationalise/rationalise-view.tsx';
import './alarms-view.css';

const ofBurst: AlarmAsk = { group: 'first-out' };

/** The part of the alarm view its panel is: the list where it names none. */
export function AlarmsView({ params, isVisible, setTitle }: ViewProps) {
  switch (params.part) {
    case 'history':
      return <AlarmHistory isVisible={isVisible} ask={params.alarms} />;
    case 'flood':
      return (
        <FloodView isVisible={isVisible} setTitle={setTitle}>
          <AlarmList isVisible={isVisible} ask={ofBurst} />
        </FloodView>
      );
    case 'health':
      return <HealthView isVisible={isVisible} />;
    case 'rationalise':
      return <RationaliseView />;
    default:
      return (
        <WithOpenFlood isVisible={isVisible}>
          <AlarmList isVisible={isVisible} ask={params.alarms} />
        </WithOpenFlood>
      );
  }
}
