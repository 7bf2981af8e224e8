/** `/alarms/family`: who is told of a missed dose. Both sides have to want it: the person, and who is told. */
import { useState } from "preact/hooks";

import type { Watcher } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Toggle } from "../../../components/toggle.js";
import { type Acting, useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, useHousehold, usePerson } from "../../person.js";

export default function Family() {
  const { words, say } = useWords();
  const { family } = useLexicon(notificationWords);
  const { account } = useHousehold();
  const person = usePerson();
  const path = { resident_id: person.residentId };
  const list = useRead("list-missed-dose-watchers", path);
  const agree = useAct("put-missed-dose-watch");
  const ask = useAct("put-missed-dose-watcher");
  const end = useAct("delete-missed-dose-watcher");
  const refusal = [agree, ask, end].find((act: Pick<Acting<"put-missed-dose-watch">, "refusal">) => act.refusal)?.refusal;
  const [wanted, setWanted] = useState<boolean>();
  // The switch stays where it was put until it is known what that came to.
  const open = agree.busy || ask.busy;
  const manages = mayManage(person, "medication");
  return (
    <Page title={family.title} back="/alarms">
      <p>{say(family.text)}</p>
      {refusal && <Banner kind="danger" title={say(family.failed)}><Sentence refusal={refusal} /></Banner>}
      <Answered read={list}>
        {({ items }) => {
          const mine = items.find(({ actor_id }) => actor_id === account);
          const others = items.filter(({ actor_id }) => actor_id !== account);
          const tellMe = async (agreed: boolean) => {
            setWanted(agreed);
            const came = await agree.run(path, { agreed });
            // Of oneself one says both.
            if (came.ok && agreed && person.own) await ask.run({ ...path, actor_id: account }, {});
          };
          return (
            <>
              <Card flush title={say(person.own ? family.me : family.meOf)}>
                <Toggle
                  title={say(person.own ? family.again : family.tellMe)}
                  sub={say(person.own ? family.againSub : stateOf(mine, family))}
                  on={say(words.common.on)}
                  off={say(words.common.off)}
                  checked={(open ? wanted : undefined) ?? (mine !== undefined && mine.accepted_at !== null)}
                  held={open}
                  onChange={(on) => void tellMe(on)}
                />
              </Card>
              {others.length === 0
                ? manages && <Empty icon="users" title={say(family.none)}>{say(family.noneText)}</Empty>
                : (
                  <Card flush title={say(family.others)}>
                    <ul class="rows">
                      {others.map((one) => (
                        <li key={one.actor_id} class="pad stack">
                          <div class="between"><strong class="lead">{say(words.common[one.relation])}</strong><Badge kind={one.told ? "ok" : "quiet"} {...(one.told && { icon: "check" as const })}>{say(one.told ? family.told : family.notYet)}</Badge></div>
                          <p class="second">{say(one.told ? family.toldText : one.offered_at === null ? family.theyWant : family.youWant)}</p>
                          {manages && one.offered_at === null && <Button kind="line" busy={ask.busy} onClick={() => void ask.run({ ...path, actor_id: one.actor_id }, {})}>{say(family.tell)}</Button>}
                          {manages && one.offered_at !== null && <Button kind="quiet" small busy={end.busy} onClick={() => void end.run({ ...path, actor_id: one.actor_id })}>{say(family.stop)}</Button>}
                        </li>
                      ))}
                    </ul>
                  </Card>
                )}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

/** How it stands with who looks at another person's notebook. */
function stateOf<Words extends { readonly askMe: string; readonly waitsForPerson: string; readonly toldMe: string; readonly personWants: string }>(mine: Watcher | undefined, family: Words): string {
  if (mine?.told) return family.toldMe;
  if (mine !== undefined && mine.accepted_at !== null) return family.waitsForPerson;
  return mine !== undefined && mine.offered_at !== null ? family.personWants : family.askMe;
}
