import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient } from '../../client/use-client.ts';

/** Every error and warning of the project folder with file and line. */
export function ProjectProblems() {
  const client = useClient();
  const project = useStore(client.project);
  const problems = project?.problems ?? [];
  if (project === null) return null;
  if (problems.length === 0) {
    return (
      <div className="empty-note">
        <b>The project files are in order</b>
        <span>Files are checked whenever they change; what is wrong is listed here with file and line, and the rest of the project goes on running.</span>
      </div>
    );
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <div className="diagnose-view">
      <div className="diagnose-bar num">
        {errors} {errors === 1 ? 'error' : 'errors'}, {problems.length - errors} {problems.length - errors === 1 ? 'warning' : 'warnings'}. What is right in the project runs.
      </div>
      <div className="diagnose-scroller" tabIndex={0}>
        <table className="diagnose-table">
          <thead>
            <tr>
              <th>File</th>
              <th>Line</th>
              <th>What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {problems.map((problem, at) => (
              <tr key={at}>
                <td className="mono">{problem.file}</td>
                <td className="num">{problem.line ?? ''}</td>
                <td>
                  {problem.severity === 'error' ? <CircleAlert size={14} aria-label="error" /> : <TriangleAlert size={14} aria-label="warning" />} {problem.message}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
