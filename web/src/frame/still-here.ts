/** What a screen does after it waited for an answer: nothing, where the person has gone elsewhere meanwhile. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

/** Tells whether what calls it is still on the page. */
export function useStillHere(): () => boolean {
  const here = useRef(true);
  useLayoutEffect(() => () => void (here.current = false), []);
  return () => here.current;
}

/** Leads to an address, as long as the screen is there: whoever left a form while it was sent is not led away from where they went. */
export function useRoute(): (address: string, replace?: boolean) => void {
  const { route } = useLocation();
  const isHere = useStillHere();
  return (address, replace) => {
    if (isHere()) route(address, replace);
  };
}
