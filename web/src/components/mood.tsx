import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import { Icon } from "./icon.js";
import "./mood.css";

export type MoodValue = 1 | 2 | 3 | 4 | 5;

interface Props {
  readonly words: readonly [ComponentChildren, ComponentChildren, ComponentChildren, ComponentChildren, ComponentChildren];
  readonly value: MoodValue | undefined;
  readonly onChange: (value: MoodValue) => void;
}

const VALUES: readonly MoodValue[] = [1, 2, 3, 4, 5];

/** Five faces with words, from bad to good. */
export function Mood({ words, value, onChange }: Props) {
  const name = useId();
  return (
    <div class="mood">
      {VALUES.map((mood) => (
        <label key={mood}>
          <input type="radio" name={name} checked={value === mood} onChange={() => onChange(mood)} />
          <Icon name={`mood-${mood}`} />
          <span>{words[mood - 1]}</span>
        </label>
      ))}
    </div>
  );
}
