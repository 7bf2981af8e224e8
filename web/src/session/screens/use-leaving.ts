import { useEffect, useState } from "preact/hooks";

/** Is aborted when the screen is left: what the browser still shows over it goes with it. */
export function useLeaving(): AbortSignal {
  const [leaving] = useState(() => new AbortController());
  useEffect(() => () => leaving.abort(), []);
  return leaving.signal;
}
