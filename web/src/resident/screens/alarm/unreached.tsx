/** Beside what rings: that this phone does not, and where that is changed. */
import { Banner } from "../../../components/banner.js";
import { stateOf } from "../../../push/index.js";
import { notificationWords } from "../../../words/notification/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useHousehold } from "../../person.js";

export const lexicons = [notificationWords];

export default function Unreached() {
  const { say } = useWords();
  const { notifications: { here, title } } = useLexicon(notificationWords);
  const state = stateOf(window, useHousehold().account);
  if (state === "registered") return null;
  return <Banner title={say(state === "askable" ? here.askable : here[state][0])}><a class="hit" href="/book/notifications">{say(title)}</a></Banner>;
}
