import type { ComponentChildren } from "preact";

/** Words one after another, with what stands between them. */
export function joined(parts: readonly ComponentChildren[], separator: string): ComponentChildren {
  return parts.map((part, index) => (index === 0 ? part : <>{separator}{part}</>));
}
