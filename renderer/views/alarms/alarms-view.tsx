import type { ViewProps } from '../../client/view-props.ts';
import { AlarmHistory } from './alarm-history.tsx';
import { AlarmList } from './alarm-list.tsx';
import './alarms-view.css';

/** The alarm list, or the alarm journal where the panel is the history. */
export function AlarmsView({ params, isVisible }: ViewProps) {
  return params.part === 'history' ? <AlarmHistory isVisible={isVisible} /> : <AlarmList isVisible={isVisible} />;
}
