/** Where somebody is about to check in: what a poster's code says, or an institution from the list. It is held in memory alone. */
import { useEffect, useState } from "preact/hooks";

import { tokenOf } from "../../../scan/what.js";

export type Door = { readonly qr: string } | { readonly institution_code: string };

const ADDRESS = "/check-in";
let held: Door | undefined;

/** Leads the next check-in to a place, such as the one of a visit. */
export function holdDoor(door: Door): void {
  held = door;
}

/** Takes what a poster says out of the page's address, so that it is in no history and on no screen. */
function takeAddress(page: Window): string {
  const { search, hash } = page.location;
  if (search !== "" || hash !== "") page.history.replaceState(page.history.state, "", ADDRESS);
  return `${search}${hash}`;
}

export interface ChosenDoor {
  readonly door: Door | undefined;
  readonly choose: (door: Door | undefined) => void;
  /** Whether the address said something that is no poster's token. */
  readonly unread: boolean;
}

/** The door, and how it is chosen anew. It stays where the person of the notebook is changed, and is forgotten with the page. */
export function useDoor(): ChosenDoor {
  const [{ door, unread }, setDoor] = useState(() => {
    const said = takeAddress(window);
    const token = tokenOf(said);
    if (said !== "") held = token === undefined ? undefined : { qr: token };
    return { door: held, unread: said !== "" && token === undefined };
  });
  useEffect(() => () => void setTimeout(() => {
    if (location.pathname !== ADDRESS) held = undefined;
  }), []);
  const choose = (next: Door | undefined) => {
    held = next;
    setDoor({ door: next, unread: false });
  };
  return { door, choose, unread };
}
