import { Component, type ReactNode } from 'react';
import { Button } from '../widgets/button.tsx';

type Props = { readonly what: string; readonly children: ReactNode };

/** Keeps a failure inside its view: says what failed and what still works, and tries again on request. */
export class ErrorBoundary extends Component<Props, { readonly failure: string | null }> {
  override state: { readonly failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { readonly failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <div className="empty-note" role="alert">
        <b>{this.props.what} failed and was stopped.</b>
        <span>Alarms and all other views go on. The error was: {failure}</span>
        <Button onClick={() => this.setState({ failure: null })}>Open it again</Button>
      </div>
    );
  }
}
