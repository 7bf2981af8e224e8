import { createContext } from "preact";
import { useContext } from "preact/hooks";

const Context = createContext<(why?: "left" | "everywhere") => Promise<void>>(async () => {});

export const SignOutProvider = Context.Provider;

/** The one way out, of residents and of staff: signs out of this device and forgets everything on it. `everywhere`: after the sign-in was ended on all devices. */
export function useSignOut(): (why?: "left" | "everywhere") => Promise<void> {
  return useContext(Context);
}
