/** For whoever came to the other's door: residents and staff each have an address of their own. */
import { useEffect, useState } from "preact/hooks";

import { Button } from "../../components/button.js";
import { loadConfig } from "../../config.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import type { Entry } from "../pool.js";
import { useSession } from "../use-session.js";

/** Leads to the door of residents, or of staff; nothing where the deployment does not say where it is. */
export default function OtherDoor() {
  const { say } = useWords();
  const { door } = useLexicon(sessionWords);
  const session = useSession();
  const [addresses, setAddresses] = useState<Readonly<Record<Entry, string>>>();
  useEffect(() => {
    loadConfig().then((config) => setAddresses(config.addresses), () => {});
  }, []);
  if (session === undefined || addresses === undefined) return null;
  const other: Entry = session.entry === "staff" ? "residents" : "staff";
  return <Button kind="line" href={other === "staff" ? `${addresses.staff}/staff` : addresses.residents}>{say(door[other])}</Button>;
}
