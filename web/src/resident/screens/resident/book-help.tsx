/** `/book/help`: whom to call, and where to go when something does not work. */
import { useEffect, useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { PhoneLink } from "../../../components/phone-link.js";
import { Row, Rows } from "../../../components/row.js";
import { type Config, loadConfig } from "../../../config.js";
import { residentWords } from "../../../words/resident/index.js";
import { sessionWords } from "../../../words/session/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { type Person, mayManage, mayRecord, maySee, usePerson } from "../../person.js";
import type { IconName } from "../../../components/icon-paths.js";

type Ask = "scan" | "wrong" | "silent" | "stranger" | "stop" | "lost" | "small";

/** Where each question leads, for who may go there. */
const ANSWERS: readonly { readonly is: Ask; readonly icon: IconName; readonly to: string; readonly may: (person: Person) => boolean }[] = [
  { is: "scan", icon: "qr", to: "/medicines/new", may: (person) => mayRecord(person, "medication") },
  { is: "wrong", icon: "record", to: "/record/list", may: (person) => maySee(person, "daily") },
  { is: "silent", icon: "bell", to: "/book/notifications", may: (person) => maySee(person, "medication") },
  { is: "stranger", icon: "eye", to: "/book/access-log", may: (person) => mayManage(person, "profile") },
  { is: "stop", icon: "clinic", to: "/book/open", may: (person) => maySee(person, "visits") },
  { is: "lost", icon: "phone", to: "/book/settings/sessions", may: () => true },
  { is: "small", icon: "text", to: "/book/settings", may: () => true },
];

export default function BookHelp() {
  const { say } = useWords();
  const { help } = useLexicon(residentWords);
  const person = usePerson();
  return (
    <Page title={help.title} back="/book">
      <City />
      <Banner kind="warn" title={say(help.emergency)}>{say(help.emergencyText)}</Banner>
      <Card flush title={say(help.when)}>
        <Rows>
          {ANSWERS.filter(({ may }) => may(person)).map(({ is, icon, to }) => <li key={is}><Row icon={icon} href={to} title={say(help[is].ask)} sub={say(help[is].answer)} /></li>)}
        </Rows>
      </Card>
    </Page>
  );
}

/** Whom to call. The deployment says it, so that it is not known without a network. */
function City() {
  const { say } = useWords();
  const { help } = useLexicon(residentWords);
  const { welcome } = useLexicon(sessionWords);
  const [city, setCity] = useState<Config["city"] | "away">();
  useEffect(() => {
    loadConfig().then((config) => setCity(config.city), () => setCity("away"));
  }, []);
  return (
    <Card title={say(help.call)} icon="phone">
      {city === "away" && <p>{say(help.away)}</p>}
      {/* Its line is there from the beginning: nothing below moves when it comes. */}
      {city !== "away" && <p class="lead">{city === undefined ? "\u00a0" : <>{city.name} {city.phone === null ? say(help.nobody) : <PhoneLink number={city.phone} strong />}</>}</p>}
      <p class="second">{say(welcome.helpText)}</p>
    </Card>
  );
}
