import type { ViewProps } from '../../client/view-props.ts';
import { Devices } from './devices.tsx';
import { ProjectProblems } from './project-problems.tsx';
import './diagnose-view.css';

/** Device links and their health, or what is wrong in the project's files. */
export function DiagnoseView({ params, isVisible }: ViewProps) {
  return params.part === 'problems' ? <ProjectProblems /> : <Devices isVisible={isVisible} />;
}
