import { Badge } from "../components/badge.js";
import { Dialog } from "../components/dialog.js";
import { Row, Rows } from "../components/row.js";
import { useWords } from "../words/use-words.js";
import { useHousehold } from "./person.js";

export const lexicons = [];

/** Asks whose notebook to open. It is loaded before it is asked for. */
export default function PersonSheet({ open, close }: { open: boolean; close: () => void }) {
  const { words, say } = useWords();
  const { person, people, change } = useHousehold();
  if (!open) return null;
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
      </Rows>
    </Dialog>
  );
}
