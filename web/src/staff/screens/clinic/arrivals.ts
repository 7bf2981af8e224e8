import { useEffect } from "preact/hooks";

import { type ShownRead, useRead } from "../../../data/use-read.js";

const AGAIN_MS = 20_000;

/** Who checked in today, looked at again every 20 seconds while the page is in sight. It is no look into a notebook. */
export function useArrivals(code: string): ShownRead<"list-patients"> {
  const list = useRead("list-patients", { code });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") list.again();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [code]);
  return list;
}
