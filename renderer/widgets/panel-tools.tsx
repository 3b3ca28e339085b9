import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** Where a panel's own tools stand: in the row of its tabs. Null outside a dock and while another tab covers the panel. */
export const PanelToolsHost = createContext<HTMLElement | null>(null);

/** Tools of a view, drawn in the row of its tabs, so that the view keeps its whole height. Nothing where there is no such row. */
export function PanelTools({ children }: { readonly children: ReactNode }) {
  const host = useContext(PanelToolsHost);
  return host === null ? null : createPortal(children, host);
}
