/** What a person chooses of goals. The bounds are the contract's. */
import type { GoalsOutput, GoalsReplacement } from "../../../api/index.js";

export const STEPS = { low: 500, high: 50_000, step: 500 } as const;
export const DAYS = { low: 1, high: 7, step: 1 } as const;

export type Times = NonNullable<GoalsOutput["blood_pressure"]>["times"];
export const TIMES: readonly Times[] = ["morning", "evening", "both"];

/** A form as it stands: what is no goal keeps its numbers, so that choosing it again brings them back. */
export interface Draft {
  readonly walks: boolean;
  readonly steps: number;
  readonly weighs: boolean;
  readonly weighingDays: number;
  /** As it was typed; empty is none. */
  readonly target: string;
  readonly measures: boolean;
  readonly measuringDays: number;
  readonly times: Times;
}

/** The goals as they are, and a beginning for what is none: one that most people can keep. */
export function draftOf({ steps_per_day, weighing, blood_pressure }: GoalsOutput): Draft {
  return {
    walks: steps_per_day !== null, steps: steps_per_day ?? 6000,
    weighs: weighing !== null, weighingDays: weighing?.days_per_week ?? 3, target: weighing?.target_kg?.toString() ?? "",
    measures: blood_pressure !== null, measuringDays: blood_pressure?.days_per_week ?? 5, times: blood_pressure?.times ?? "morning",
  };
}

/** The goals that a form comes to: what is none is cleared. */
export function goalsOf({ walks, steps, weighs, weighingDays, measures, measuringDays, times }: Draft, target_kg: number | null): GoalsReplacement {
  return {
    steps_per_day: walks ? steps : null,
    weighing: weighs ? { days_per_week: weighingDays, target_kg } : null,
    blood_pressure: measures ? { days_per_week: measuringDays, times } : null,
  };
}
