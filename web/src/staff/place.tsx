/** Where the account works. It is part of what the screens are given. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { GetMeOutput, Role } from "../api/index.js";

export interface Place {
  readonly code: string;
  readonly name: string;
  /** As what the account works there. */
  readonly roles: readonly Role[];
}

const Context = createContext<Place | undefined>(undefined);

export const PlaceProvider = Context.Provider;

/** The places where the account works, each once with all roles that it has there. */
export function placesOf({ memberships }: GetMeOutput): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { institution_code: code, institution_name, role } of memberships) {
    places.set(code, { code, name: institution_name ?? code, roles: [...(places.get(code)?.roles ?? []), role] });
  }
  return [...places.values()];
}

export function usePlace(): Place {
  const place = useContext(Context);
  if (place === undefined) throw new Error("a screen without a place");
  return place;
}
