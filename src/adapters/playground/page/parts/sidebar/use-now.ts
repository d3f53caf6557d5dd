import { useEffect, useState } from 'preact/hooks';
import { useApp, workspaceNow } from '../../state/state.ts';

/** The workspace's time, told again every second in which the minute changes, and whenever the clock is moved. */
export function useNow(): number {
  useApp((state) => state.ahead);
  const [, tell] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tell(Math.floor(workspaceNow() / 60_000)), 1000);
    return () => clearInterval(timer);
  }, []);
  return workspaceNow();
}
