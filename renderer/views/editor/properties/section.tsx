import type { ReactNode } from 'react';

/** Fields that belong together, under their words. */
export const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="editor-section" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
);
