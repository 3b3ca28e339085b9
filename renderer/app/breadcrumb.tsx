import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { navigation } from '../client/navigation.ts';
import { screenTrail } from '../client/screen-trail.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { MenuButton } from '../widgets/menu-button.tsx';

/** From a step's lower edge to below the alarm banner, px: a list never covers an alarm. */
const belowBanner = 78;

/** The way down to the screen shown; each step lists the screens beside it. */
export function Breadcrumb({ directory, screen }: { readonly directory: DirectoryIndex; readonly screen: string }) {
  const trail = screenTrail(directory, screen);
  return (
    <nav className="breadcrumb" aria-label="Where this screen stands in the plant">
      {trail.map((step, at) => {
        const isLast = at === trail.length - 1;
        return (
          <Fragment key={step.screen.id}>
            <ChevronRight size={13} strokeWidth={1.75} aria-hidden="true" />
            <MenuButton
              label={`${step.screen.title}: screens beside it`}
              className={`breadcrumb-step ${isLast ? 'is-last' : ''}`}
              offset={belowBanner}
              entries={step.beside.map(({ id, title }) => ({ kind: 'action', label: title, isCurrent: id === step.screen.id, run: () => navigation.getState().open('process', { screen: id }) }))}
            >
              {step.screen.title}
            </MenuButton>
          </Fragment>
        );
      })}
    </nav>
  );
}
