import { useState } from "preact/hooks";

import type { OpenInvitation } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { usePerson } from "../../person.js";
import { ScopeBadges } from "./scope-choice.js";

/** The invitations that somebody can still accept, each with the way to withdraw it: asked once, for its code cannot be shown again. */
export function OpenInvitations({ invitations }: { invitations: readonly OpenInvitation[] }) {
  const { say, dates } = useWords();
  const { open: said, invite } = useLexicon(familyWords);
  const { residentId } = usePerson();
  const withdraw = useAct("withdraw-invitation");
  const done = useDone();
  const [asked, ask] = useState<OpenInvitation>();
  const { refusal } = withdraw;
  if (invitations.length === 0 && refusal === undefined) return null;
  const when = (at: string) => `${dates.day(new Date(at))} ${dates.time(new Date(at))}`;
  const as = (one: OpenInvitation) => say(one.relation === "guardian" ? invite.asGuardian : invite.asFamily);
  const send = async ({ invitation_id }: OpenInvitation) => {
    const came = await withdraw.run({ resident_id: residentId, invitation_id });
    ask(undefined);
    if (came.ok) done({ title: said.withdrawn, on: "/book/family" });
  };
  return (
    <Card title={say(said.title)}>
      {refusal && <Banner kind="danger" title={say(refusal.status === 404 ? said.gone : said.failed)}>{refusal.status !== 404 && <Sentence refusal={refusal} />}</Banner>}
      <ul class="stack">
        {invitations.map((one) => (
          <li key={one.invitation_id} class="stack stack--tight">
            <p class="strong">{as(one)}</p>
            <p class="second">{say(said.made(when(one.made_at)))}・{say(said.until(when(one.expires_at)))}</p>
            {one.relation !== "guardian" && <ScopeBadges scopes={one.scopes} />}
            <div><Button kind="line" onClick={() => ask(one)}>{say(said.withdraw)}</Button></div>
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog kind="dialog" title={say(said.ask)} close={() => ask(undefined)}>
          <p class="strong">{as(asked)}</p>
          <p>{say(said.means)}</p>
          <Button kind="danger" block busy={withdraw.busy} onClick={() => void send(asked)}>{say(withdraw.busy ? said.withdrawing : said.yes)}</Button>
          <Button kind="line" block onClick={() => ask(undefined)}>{say(said.keep)}</Button>
        </Dialog>
      )}
    </Card>
  );
}
