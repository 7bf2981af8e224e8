import { createContext } from "preact";
import { useContext } from "preact/hooks";

const Context = createContext<() => Promise<void>>(async () => {});

export const SignOutProvider = Context.Provider;

/** Forgets everything on this device. */
export function useSignOut(): () => Promise<void> {
  return useContext(Context);
}
