import { useEffect, useState } from "preact/hooks";

import { loadConfig } from "../../../config.js";
import { hasPasskeys } from "../../../session/has-passkeys.js";
import { type Passkey, type Passkeys, passkeysBy } from "../../../session/passkeys.js";
import { type PasskeyWhy, passkeyWhy } from "../../../session/screens/passkey-refused.js";
import { useSession } from "../../../session/use-session.js";

/** `off`: this deployment, this address or this browser has none. */
export type Known =
  | { readonly is: "opening" | "off" }
  | { readonly is: "away"; readonly why: PasskeyWhy }
  | { readonly is: "there"; readonly all: readonly Passkey[]; readonly passkeys: Passkeys };

/** The account's passkeys, as the pool has them now. They are no answer of the API: the pool alone keeps them. */
export function usePasskeys(): { readonly known: Known; readonly again: () => Promise<void> } {
  const session = useSession();
  const [known, set] = useState<Known>({ is: "opening" });
  const read = async (): Promise<Known> => {
    if (session === undefined || !hasPasskeys(await loadConfig(), window)) return { is: "off" };
    const { keeper } = await session.held();
    const passkeys = passkeysBy(await keeper.pool(), () => keeper.token());
    return { is: "there", all: await passkeys.list(), passkeys };
  };
  // What was read before stays in sight until it is known anew.
  const again = () => read().catch((fault: unknown): Known => ({ is: "away", why: passkeyWhy(fault, "list") })).then(set);
  useEffect(() => void again(), []);
  return { known, again };
}
