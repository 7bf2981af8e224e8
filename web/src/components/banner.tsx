import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./banner.css";

export type BannerKind = "info" | "ok" | "warn" | "danger" | "offline";

const ICON: Record<BannerKind, IconName> = { info: "info", ok: "check", warn: "warn", danger: "warn", offline: "phone" };

/** What happened, or how things stand, and what to do. `danger` interrupts a screen reader, the others wait for their turn. */
export function Banner({ kind = "info", title, children }: { kind?: BannerKind; title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class={kind === "info" ? "banner" : `banner banner--${kind}`} role={kind === "danger" ? "alert" : "status"}>
      <Icon name={ICON[kind]} />
      <div><strong>{title}</strong>{children}</div>
    </div>
  );
}
