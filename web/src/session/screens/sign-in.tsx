/** The sign-in of both entries, in place of the pages: the address stays, so that the person lands where they wanted. */
import { useEffect, useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { Card } from "../../components/card.js";
import { PhoneLink } from "../../components/phone-link.js";
import { type Config, loadConfig } from "../../config.js";
import { hasPasskeys } from "../has-passkeys.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { holdAddress } from "../address.js";
import type { Ending } from "../kept.js";
import type { Step } from "../sign-in.js";
import { useSession } from "../use-session.js";
import { Challenge } from "./challenge.js";
import { Enter } from "./enter.js";
import { Forgot, Reset } from "./forgot.js";
import { Confirm, SignUp } from "./sign-up.js";
import type { StepProps, View } from "./steps.js";
import { Languages, Welcome } from "./welcome.js";
import "./session.css";

export default function SignIn({ why }: { readonly why: string }) {
  const { words, say, plain } = useWords();
  const { welcome, signIn } = useLexicon(sessionWords);
  const session = useSession();
  const [view, setView] = useState<View>({ is: "enter" });
  // A step leads on from itself alone: whoever went back while it was sent is not led away again.
  const show = (next: View) => setView((now) => (now === view ? next : now));
  const [email, setEmail] = useState("");
  const [config, setConfig] = useState<Config>();
  useEffect(() => holdAddress(window), []);
  useEffect(() => {
    document.title = `${plain(signIn.title)}|${plain(words.name)}`;
  });
  useEffect(() => {
    loadConfig().then(setConfig, () => {});
    // A sign-in in another tab is one here.
    session?.held().catch(() => {});
  }, []);
  if (session === undefined) return null;
  const follow = async (step: Step) => {
    if (step.is === "in") (await session.held()).keeper.adopt(step.tokens);
    else show({ is: "step", step });
  };
  const city = config?.city;
  // Cognito's clients of residents send such codes; what stands in for it on one machine does not.
  const mailCodes = session.entry === "residents" && config?.sign_in.endpoint.startsWith("https://") === true;
  const passkeys = session.entry === "residents" && config !== undefined && hasPasskeys(config, window);
  const props: StepProps = { entry: session.entry, email, setEmail, mailCodes, passkeys, pool: async () => (await session.held()).keeper.pool(), show, follow };
  const staff = session.entry === "staff";
  const content = (
    <div class="sign-in">
      <Languages />
      <Welcome city={city?.name} text={staff ? welcome.staffText : welcome.text} />
      {view.is === "enter" && <Reason why={why} staff={staff} />}
      <Current view={view} {...props} />
      <Card sunken title={say(welcome.help)}>
        {city?.phone && <p>{say(welcome.phone)} <PhoneLink number={city.phone} strong /></p>}
        <p>{say(staff ? welcome.staffHelp : welcome.helpText)}</p>
      </Card>
    </div>
  );
  return staff ? content : <div class="app"><main class="main">{content}</main></div>;
}

function Current({ view, ...props }: StepProps & { readonly view: View }) {
  switch (view.is) {
    case "enter":
      return <Enter {...props} />;
    case "sign-up":
      return <SignUp {...props} />;
    case "confirm":
      return <Confirm {...props} password={view.password} />;
    case "forgot":
    case "by-mail":
      return <Forgot key={view.is} {...props} byMail={view.is === "by-mail"} />;
    case "reset":
      return <Reset {...props} />;
    case "step":
      return view.step.is === "in" ? null : <Challenge key={view.step.is} {...props} step={view.step} />;
  }
}

/** Why the person sees this: what ended, or what is to go on. */
function Reason({ why, staff }: { why: string; staff: boolean }) {
  const { say } = useWords();
  const { closed } = useLexicon(sessionWords);
  const ending = (["left", "everywhere", "ended", "reused", "idle"] as const satisfies readonly Ending[]).find((known) => known === why);
  const wanted = window.location.pathname;
  if (ending !== undefined) return <Banner kind={ending === "left" || ending === "everywhere" ? "ok" : "warn"} title={say(closed[ending])}>{!(staff && (ending === "left" || ending === "everywhere")) && say(closed[`${ending}Text`])}</Banner>;
  if (staff) return null;
  if (wanted === "/start/card") return <Banner title={say(closed.card)}>{say(closed.cardText)}</Banner>;
  if (wanted === "/check-in") return <Banner title={say(closed.checkIn)}>{say(closed.checkInText)}</Banner>;
  return null;
}
