import { useState } from "preact/hooks";

import { Badge } from "../components/badge.js";
import { Dialog } from "../components/dialog.js";
import { Row, Rows } from "../components/row.js";
import { SignOutDialog } from "../session/screens/sign-out-dialog.js";
import { useSignOut } from "../session/sign-out.js";
import { residentWords } from "../words/resident/index.js";
import { sessionWords } from "../words/session/index.js";
import { useLexicon, useWords } from "../words/use-words.js";
import { useHousehold } from "./person.js";

export const lexicons = [residentWords, sessionWords];

/** Asks whose notebook to open. Its program is there with every page, its words come when it is first asked for or the page is at rest. */
export default function PersonSheet({ open, close }: { open: boolean; close: () => void }) {
  const { words, say } = useWords();
  const { person, people, change } = useHousehold();
  const { book } = useLexicon(residentWords);
  const signOut = useSignOut();
  const [leaving, setLeaving] = useState(false);
  if (leaving) return <SignOutDialog close={() => setLeaving(false)} signOut={() => signOut()} />;
  if (!open) return null;
  const leave = () => {
    setLeaving(true);
    close();
  };
  return (
    <Dialog title={say(words.person.which)} close={close} closeWord={say(words.common.close)}>
      <Rows>
        {people.map((one) => {
          const current = one.residentId === person.residentId;
          return (
            <li key={one.residentId} data-person={one.colour}>
              <Row
                avatar={one.name}
                title={one.name}
                sub={say(one.own ? words.person.you : words.common[one.relation])}
                current={current}
                end={current ? <Badge kind="info" icon="check">{say(words.person.now)}</Badge> : undefined}
                onClick={() => {
                  change(one);
                  close();
                }}
              />
            </li>
          );
        })}
        <li><Row icon="users" title={say(book.family)} sub={say(book.familySub(people.filter(({ own }) => !own).length))} href="/book/family" /></li>
        <li><Row icon="sign-out" title={say(book.signOut)} sub={say(book.signOutSub)} onClick={leave} opensDialog /></li>
      </Rows>
    </Dialog>
  );
}
