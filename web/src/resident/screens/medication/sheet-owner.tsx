/** Whose a sheet is that names somebody else: one's own, another's of the family, or nobody's here. */
import { useState } from "preact/hooks";

import type { SheetOwnerOutput } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { useAct } from "../../../data/use-act.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { type Person, mayManage, useHousehold } from "../../person.js";
import { AskOnce } from "./ask-once.js";
import { Refused } from "./refused.js";

export type Decided = { readonly kind: "own"; readonly answer: SheetOwnerOutput } | { readonly kind: "moved"; readonly to: Person } | { readonly kind: "deleted" };

interface Props {
  readonly sheetId: string;
  /** The name on the sheet, where it has one. */
  readonly named?: string | undefined;
  /** Whether it may be said to be one's own: only of a sheet that is not so already. */
  readonly open: boolean;
  /** The version that was seen, where one was. */
  readonly version?: string | undefined;
  readonly decided: (what: Decided) => void;
}

export function SheetOwner({ sheetId, named, open, version, decided }: Props) {
  const { say } = useWords();
  const { sheet: said } = useLexicon(medicationWords);
  const { person, people } = useHousehold();
  const path = { resident_id: person.residentId, sheet_id: sheetId };
  const owner = useAct("put-sheet-owner");
  const transfer = useAct("transfer-sheet");
  const remove = useAct("delete-sheet");
  const [asks, setAsks] = useState(false);
  if (!mayManage(person, "medication")) return open ? <p class="second">{say(said.onlyOwner)}</p> : null;
  const others = people.filter((one) => one.residentId !== person.residentId && mayManage(one, "medication"));
  const own = async () => {
    const came = await owner.run(path, { owner: "resident" }, { version });
    if (came.ok) decided({ kind: "own", answer: came.value });
  };
  const move = async (to: Person) => {
    const came = await transfer.run(path, { to: to.residentId }, { version });
    if (came.ok) decided({ kind: "moved", to });
  };
  const drop = async () => {
    const came = await remove.run(path, undefined, { version });
    if (!came.ok) return;
    setAsks(false);
    decided({ kind: "deleted" });
  };
  const choices = (
    <div class="stack">
      {open && <Button kind="line" block icon="user" busy={owner.busy} onClick={() => void own()}><Names name={person.name} around={said.itIs} /></Button>}
      {others.map((one) => <Button key={one.residentId} kind="line" block icon="users" busy={transfer.busy} onClick={() => void move(one)}><Names name={one.name} around={said.moveTo} /></Button>)}
      <Button kind="danger" block icon="close" onClick={() => setAsks(true)}>{say(said.drop)}</Button>
    </div>
  );
  return (
    <>
      <Refused refusal={owner.refusal ?? transfer.refusal ?? (asks ? undefined : remove.refusal)} />
      {open
        ? <Banner kind="warn" title={say(said.whose)}>{named !== undefined && <p><Names name={named} around={said.named} /></p>}<p>{say(said.countsNot)}</p></Banner>
        : null}
      {choices}
      {asks && (
        <AskOnce title={said.dropTitle} text={said.dropText} word={said.dropIt} busy={remove.busy} act={() => void drop()} close={() => { setAsks(false); remove.clear(); }}>
          <Refused refusal={remove.refusal} />
        </AskOnce>
      )}
    </>
  );
}

function Names({ name, around: [start, end] }: { name: string; around: readonly [string, string] }) {
  const { say } = useWords();
  return <span>{say(start)}<span class="name">{name}</span>{say(end)}</span>;
}
