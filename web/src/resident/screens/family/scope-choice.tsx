/** How far somebody reaches in each section of a notebook, as it is chosen and as it is shown. */
import type { AccessLevel, FamilyMember, Section } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Segment } from "../../../components/segment.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

export type Scopes = FamilyMember["scopes"];

const LEVELS: readonly AccessLevel[] = ["see", "record", "manage"];
/** What can be opened to family: what a notebook has by now. A section to come is not opened before anybody knows what it holds. */
const OPENED: readonly Section[] = ["medication", "visits", "daily", "profile"];

const reachOf = (level: AccessLevel | undefined) => (level === undefined ? 0 : LEVELS.indexOf(level) + 1);

/** The changes that lead from one reach to another, as the API takes them: `null` closes a section. */
export function changesOf(before: Scopes, after: Scopes): Partial<Record<Section, AccessLevel | null>> {
  const sections = new Set([...Object.keys(before), ...Object.keys(after)] as Section[]);
  return Object.fromEntries([...sections].filter((section) => before[section] !== after[section]).map((section) => [section, after[section] ?? null]));
}

interface Props {
  readonly value: Scopes;
  /** Is given what makes the next value of the last one: two taps in one moment are both kept. */
  readonly onChange: (next: (before: Scopes) => Scopes) => void;
  readonly held?: boolean;
  /** Where it may only become less: what it is now. */
  readonly most?: Scopes;
}

/** A choice for each section: not at all, or one of the levels. */
export function ScopeChoice({ value, onChange, held = false, most }: Props) {
  const { words, say, plain } = useWords();
  const said = useLexicon(familyWords);
  const offered = OPENED.filter((section) => most === undefined || most[section] !== undefined || value[section] !== undefined);
  return (
    <>
      {offered.map((section) => (
        <div key={section} class="stack stack--tight">
          <strong>{say(words.sections[section])}</strong>
          <Segment
            label={plain(words.sections[section])}
            held={held}
            value={value[section] ?? "closed"}
            options={[{ value: "closed" as const, word: say(said.closed) }, ...LEVELS.filter((level) => most === undefined || reachOf(level) <= reachOf(most[section])).map((level) => ({ value: level, word: say(said.levels[level]) }))]}
            onChange={(level) => onChange(({ [section]: _, ...others }) => (level === "closed" ? others : { ...others, [section]: level }))}
          />
        </div>
      ))}
    </>
  );
}

/** The sections that are open, each with its level. */
export function ScopeBadges({ scopes }: { scopes: Scopes }) {
  const { words, say } = useWords();
  const said = useLexicon(familyWords);
  const sections = Object.keys(words.sections) as Section[];
  if (sections.every((section) => scopes[section] === "manage")) return <span class="cluster"><Badge>{say(said.all)}</Badge></span>;
  const open = sections.flatMap((section) => {
    const level = scopes[section];
    return level === undefined ? [] : [<Badge key={section}>{say(words.sections[section])} {say(said.levels[level])}</Badge>];
  });
  return (
    <>
      <span class="cluster">{open}</span>
      {open.length < sections.length && <span class="row__sub">{say(said.rest)}</span>}
    </>
  );
}

/** What the levels mean, and that either side ends it. */
export function Meanings() {
  const { say } = useWords();
  const said = useLexicon(familyWords);
  return (
    <>
      <dl class="stack stack--tight">{LEVELS.map((level) => <div key={level}><dt class="strong">{say(said.levels[level])}</dt><dd>{say(said.explained[level])}</dd></div>)}</dl>
      <p class="second">{say(said.either)}</p>
    </>
  );
}
