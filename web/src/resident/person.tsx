/** Whose notebook is open. It is part of what the screens are given, and is always in sight. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";

import type { FamilyMember, GetMeOutput, Section } from "../api/index.js";
import type { PersonColour } from "../components/avatar.js";

export interface Person {
  readonly residentId: string;
  readonly name: string;
  readonly colour: PersonColour;
  /** Whether the notebook is the account's own. */
  readonly own: boolean;
  readonly relation: "self" | "guardian" | "family";
  /** How far the account reaches in a notebook that is not its own. The API decides; screens only offer nothing that it would refuse. */
  readonly scopes: FamilyMember["scopes"];
  /** The day on which it ends by itself, `null` where there is none. */
  readonly endsOn: string | null;
}

/** Whether a page offers to read a section. */
export function maySee({ own, scopes }: Person, section: Section): boolean {
  return own || scopes[section] !== undefined;
}

/** Whether a page offers to write in a section. */
export function mayRecord({ own, scopes }: Person, section: Section): boolean {
  return own || scopes[section] === "record" || scopes[section] === "manage";
}

/** Whether a page offers what only the person, or who stands in for them in a section, may do. */
export function mayManage({ own, scopes }: Person, section: Section): boolean {
  return own || scopes[section] === "manage";
}

export interface KeptDraft {
  readonly draft: unknown;
  readonly at: number;
}

interface Household {
  readonly person: Person;
  readonly people: readonly Person[];
  readonly change: (person: Person) => void;
  /** What was typed in forms of this person and not sent, by the form (`drafts.tsx`). */
  readonly drafts: Map<string, KeptDraft>;
  /** Names the device's queue: the account's pseudonymous id. */
  readonly account: string;
}

const Context = createContext<Household | undefined>(undefined);

/** The people whose notebooks the account may open: its own first. */
export function peopleOf(me: GetMeOutput): readonly Person[] {
  const own = me.resident_id === undefined ? [] : [{ residentId: me.resident_id, name: me.display_name ?? "", colour: 1 as PersonColour, own: true, relation: "self" as const, scopes: {}, endsOn: null }];
  // Four colours beside one's own; the name and the initial tell a fifth from the first.
  const family = me.family.map(({ resident_id, display_name, relation, scopes, ends_on }, index) => ({
    residentId: resident_id, name: display_name, colour: (2 + (index % 4)) as PersonColour, own: false, relation, scopes, endsOn: ends_on ?? null,
  }));
  return [...own, ...family];
}

export function HouseholdProvider({ me, people, children }: { me: GetMeOutput; people: readonly [Person, ...Person[]]; children: ComponentChildren }) {
  const [chosen, setChosen] = useState(people[0].residentId);
  const person = people.find(({ residentId }) => residentId === chosen) ?? people[0];
  const drafts = useMemo(() => new Map<string, KeptDraft>(), [person.residentId]);
  return <Context.Provider value={{ person, people, drafts, change: ({ residentId }) => setChosen(residentId), account: me.actor_id }}>{children}</Context.Provider>;
}

export function useHousehold(): Household {
  const household = useContext(Context);
  if (household === undefined) throw new Error("a screen without a person");
  return household;
}

export function usePerson(): Person {
  return useHousehold().person;
}
