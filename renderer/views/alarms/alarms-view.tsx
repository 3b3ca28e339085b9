import type { ViewProps } from '../../client/view-props.ts';
import { AlarmHistory } from './alarm-history.tsx';
import { AlarmList } from './alarm-list.tsx';
import { RationaliseView } from './rationalise/rationalise-view.tsx';
import './alarms-view.css';

/** The part of the alarm view its panel is: the list where it names none. */
export function AlarmsView({ params, isVisible }: ViewProps) {
  switch (params.part) {
    case 'history':
      return <AlarmHistory isVisible={isVisible} />;
    case 'rationalise':
      return <RationaliseView />;
    default:
      return <AlarmList isVisible={isVisible} ask={params.alarms} />;
  }
}
