import { useOutbox, useServices } from "../../data/use-read.js";

/** What would be lost with the sign-in: how many records wait to be sent, and whether something was typed that is nowhere else. */
export function useAtStake(): { readonly waiting: number; readonly typed: boolean } {
  const { holds } = useServices();
  return { waiting: useOutbox().waiting.filter(({ undone }) => !undone).length, typed: holds() };
}
