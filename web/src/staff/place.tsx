/** Where the account works. It is part of what the screens are given. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { GetMeOutput } from "../api/index.js";

export interface Place {
  readonly code: string;
  readonly name: string;
}

const Context = createContext<Place | undefined>(undefined);

export const PlaceProvider = Context.Provider;

/** The places where the account works, each once. */
export function placesOf({ memberships }: GetMeOutput): readonly Place[] {
  return [...new Map(memberships.map(({ institution_code: code, institution_name }) => [code, { code, name: institution_name ?? code }])).values()];
}

export function usePlace(): Place {
  const place = useContext(Context);
  if (place === undefined) throw new Error("a screen without a place");
  return place;
}
