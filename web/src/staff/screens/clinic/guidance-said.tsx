import type { OpenedGuidance } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";

/** What a public-health nurse said: when and how, the goals with what the person says of them, and when they speak again. `from` names the office. */
export function GuidanceSaid({ said, from = false }: { said: Omit<OpenedGuidance, "cut">; from?: boolean }) {
  const { dates } = useWords();
  const { guidance: words } = useClinicWords();
  return (
    <>
      <p><strong>{dates.whole(new Date(said.written_at))} {words.channels[said.channel]}</strong> {from && <span class="name">{said.institution.name ?? said.institution.code}</span>}</p>
      {said.retracted_at !== null ? <p class="second">{words.retracted}</p> : (
        <>
          <p class="name">{said.topic}</p>
          <p class="kept-lines name">{said.text}</p>
          {said.goals.length > 0 && (
            <ul class="stack stack--tight">
              {said.goals.map((goal) => (
                <li key={goal.goal_id}>
                  <span class="name">{goal.text}</span> <Badge kind={goal.status === "difficult" ? "warn" : goal.status === "not_started" ? "quiet" : "ok"}>{words.statuses[goal.status]}</Badge>
                  {goal.memo !== null && <p class="note note--own name">{goal.memo}</p>}
                </li>
              ))}
            </ul>
          )}
          {said.next_on !== null && <p class="second">{words.nextOn(dates.whole(noon(said.next_on)))}</p>}
          {said.amended_at !== null && <p class="second">{words.amended(dates.whole(new Date(said.amended_at)))}</p>}
        </>
      )}
    </>
  );
}

const FEW = 2;

/** The newest of what public-health nurses said, where the person opened it. */
export function GuidedPart({ said, link }: { said: readonly OpenedGuidance[]; link: string }) {
  const { words: common } = useWords();
  const { notebook: words, guidance } = useClinicWords();
  return (
    <Card title={common.sections.health_guidance} aside={said.length > 0 && <a class="hit no-print" href={link}>{words.whole}</a>}>
      {said.length === 0 ? <p>{guidance.none}</p> : <ul class="rows">{said.slice(0, FEW).map((one) => <li key={one.guidance_id} class="stack stack--tight visit"><GuidanceSaid said={one} from /></li>)}</ul>}
    </Card>
  );
}
