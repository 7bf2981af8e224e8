/** Where somebody is about to check in: what a poster's code says, or an institution from the list. It is held in memory alone. */
import { useEffect, useState } from "preact/hooks";

export type Door = { readonly qr: string } | { readonly institution_code: string };

const ADDRESS = "/check-in";
/** The longest that the API reads. */
const MOST = 2048;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

let held: Door | undefined;

/** Leads the next check-in to a place, such as the one of a visit. */
export function holdDoor(door: Door): void {
  held = door;
}

/** The token of a poster: of its address, behind `#` or as `t`, or the bare one. `undefined` where a code says something else. */
export function tokenOf(text: string): string | undefined {
  const wanted = text.trim();
  const candidates = [wanted, wanted.split("#").at(-1), /[?&]t=([^&#]*)/.exec(wanted)?.[1]];
  return candidates.find((one) => one !== undefined && one.length <= MOST && TOKEN.test(one));
}

/** Takes the token out of the page's address, so that it is in no history and on no screen. */
function takeToken(page: Window): string | undefined {
  const { search, hash } = page.location;
  if (search === "" && hash === "") return undefined;
  page.history.replaceState(page.history.state, "", ADDRESS);
  return tokenOf(`${search}${hash}`);
}

/** The door, and how it is chosen anew. It stays where the person of the notebook is changed, and is forgotten with the page. */
export function useDoor(): readonly [Door | undefined, (door: Door | undefined) => void] {
  const [door, setDoor] = useState(() => {
    const token = takeToken(window);
    if (token !== undefined) held = { qr: token };
    return held;
  });
  useEffect(() => () => void setTimeout(() => {
    if (location.pathname !== ADDRESS) held = undefined;
  }), []);
  const choose = (next: Door | undefined) => {
    held = next;
    setDoor(next);
  };
  return [door, choose];
}
