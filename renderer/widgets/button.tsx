import type { ButtonHTMLAttributes, ReactNode } from 'react';
import './button.css';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  readonly look?: 'default' | 'primary' | 'ghost';
  readonly size?: 'normal' | 'large';
  readonly icon?: ReactNode;
  /** Why the button cannot be used now: disables it and says so in the tooltip. */
  readonly refusal?: string | null;
};

/** A button of 28 px (36 when large). One primary button per panel. */
export function Button({ look = 'default', size = 'normal', icon, refusal, title, children, className, ...rest }: ButtonProps) {
  const isRefused = refusal !== undefined && refusal !== null;
  return (
    <button
      {...rest}
      type="button"
      className={`button button-${look} button-${size} ${className ?? ''}`}
      title={isRefused ? refusal : title}
      // A refused button stays reachable, so that its reason can be read by keyboard and screen reader.
      aria-disabled={isRefused || rest.disabled ? true : undefined}
      onClick={isRefused ? undefined : rest.onClick}
    >
      {icon}
      {children}
    </button>
  );
}
