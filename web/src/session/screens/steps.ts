import type { Entry, Pool } from "../pool.js";
import type { Step } from "../sign-in.js";

/** What the sign-in shows. A password is handed on only to the step that signs in with it, and kept in memory alone. */
export type View =
  | { readonly is: "enter" | "sign-up" | "forgot" | "by-mail" | "reset" }
  | { readonly is: "confirm"; readonly password: string }
  | { readonly is: "step"; readonly step: Step };

export interface StepProps {
  readonly entry: Entry;
  /** As it was typed: it stays through every step. */
  readonly email: string;
  readonly setEmail: (email: string) => void;
  /** Whether a code by e-mail may stand in place of the password. */
  readonly mailCodes: boolean;
  /** Whether a passkey may. */
  readonly passkeys: boolean;
  readonly pool: () => Promise<Pool>;
  readonly show: (view: View) => void;
  /** Goes on where the pool wants it: signed in, or its next question. */
  readonly follow: (step: Step) => Promise<void>;
}
