/** `/book`: the person, who looked, what is agreed to and open, the family, and the settings. */
import { useState } from "preact/hooks";

import type { Resident } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { PhoneLink } from "../../../components/phone-link.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { SignOutDialog } from "../../../session/screens/sign-out-dialog.js";
import { useSignOut } from "../../../session/sign-out.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, maySee, useHousehold, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";

export default function Book() {
  const { words, say, preferences } = useWords();
  const { book, settings } = useLexicon(residentWords);
  const { residentId } = usePerson();
  const resident = useRead("get-resident", { resident_id: residentId });
  const signOut = useSignOut();
  const [leaving, setLeaving] = useState(false);
  return (
    <Page title={book.title}>
      <Answered read={resident}>{(value) => <Body resident={value} />}</Answered>
      <Protect />
      <Card flush title={say(book.settings)}>
        <Rows>
          <li><Row icon="text" href="/book/settings" title={say(book.display)} sub={<>{say(words.settings.sizes[preferences.text])}・{say(settings.languages[preferences.language])}・{say(settings.themes[preferences.theme])}</>} /></li>
          <li><Row icon="help" href="/book/help" title={say(book.help)} sub={say(book.helpSub)} /></li>
          <li><Row icon="sign-out" title={say(book.signOut)} sub={say(book.signOutSub)} onClick={() => setLeaving(true)} opensDialog /></li>
        </Rows>
      </Card>
      {leaving && <SignOutDialog close={() => setLeaving(false)} signOut={() => signOut()} />}
    </Page>
  );
}

function Body({ resident: { profile, status } }: { resident: Resident }) {
  const { words, say } = useWords();
  const { book } = useLexicon(residentWords);
  const { own } = usePerson();
  const texts = (list: readonly string[]) => (list.length === 0 ? say(book.notWritten) : list.join(words.separator));
  return (
    <Card flush title={say(book.body)}>
      <Rows>
        <li><Row icon="record" title={say(book.edit)} sub={say(book.editSub)} href="/book/profile" /></li>
        <li><Row icon="warn" title={say(book.allergies)} sub={texts(profile.allergies)} /></li>
        <li><Row icon="pill" title={say(book.reactions)} sub={texts(profile.adverse_reactions)} /></li>
        <li><Row icon="memo" title={say(book.history)} sub={texts(profile.history)} /></li>
        <li><Row icon="user" title={say(book.blood)} sub={profile.blood_type === "unknown" ? say(book.bloodUnknown) : profile.blood_type} /></li>
        <li>
          <Row icon="phone" title={say(book.contacts)} sub={profile.emergency_contacts.length === 0 ? say(book.notWritten) : undefined}>
            {profile.emergency_contacts.map(({ name, phone, relation }) => (
              <span key={phone}>{name}{relation && `(${relation})`} <PhoneLink number={phone} /></span>
            ))}
          </Row>
        </li>
        {own && <li><Row icon="card" title={say(book.card)} sub={say(book.status[status])} href="/start/card" /></li>}
      </Rows>
    </Card>
  );
}

/** Who looked, what is open, what is agreed to, and whose notebooks there are: of each only what the account may see. */
function Protect() {
  const { say } = useWords();
  const { book } = useLexicon(residentWords);
  const { people } = useHousehold();
  const person = usePerson();
  const due = useRead("get-me", {}).value?.consents_due?.length ?? 0;
  const manages = mayManage(person, "profile");
  return (
    <Card flush title={say(book.protect)}>
      <Rows>
        {manages && <Watchers />}
        {maySee(person, "visits") && <li><Row icon="clinic" title={say(book.open)} sub={say(book.openSub)} href="/book/open" /></li>}
        {manages && <li><Row icon="check" title={say(book.consents)} sub={say(person.own && due > 0 ? book.consentsDue(due) : book.consentsSub)} href="/book/consents" /></li>}
        {maySee(person, "profile") && <li><Row icon="card" title={say(book.emergency)} sub={say(book.emergencySub)} href="/book/emergency" /></li>}
        <li><Row icon="users" title={say(book.family)} sub={say(book.familySub(people.filter(({ own }) => !own).length))} href="/book/family" /></li>
        {maySee(person, "health_guidance") && <li><Row icon="memo" title={say(book.guidance)} sub={say(book.guidanceSub)} href="/book/guidance" /></li>}
        {maySee(person, "medication") && <li><Row icon="print" title={say(book.takeOut)} sub={say(book.takeOutSub)} href="/medicines/show" /></li>}
        {maySee(person, "medication") && <li><Row icon="bell" title={say(book.alarms)} href="/alarms" /></li>}
        {maySee(person, "medication") && <li><Row icon="phone" title={say(book.notifications)} href="/book/notifications" /></li>}
      </Rows>
    </Card>
  );
}

/** The newest look, and whether the log is whole. */
function Watchers() {
  const { say, dates } = useWords();
  const { book } = useLexicon(residentWords);
  const { residentId } = usePerson();
  const { value } = useRead("get-access-log", { resident_id: residentId });
  const now = useMinute();
  const newest = value?.items[0];
  const at = newest && new Date(newest.at);
  const sub = value === undefined ? undefined : say(at ? book.newest(`${dates.near(at, now)} ${dates.time(at)}`) : book.nobody);
  return (
    <li>
      <Row icon="eye" title={say(book.watchers)} sub={sub} href="/book/access-log">
        {value && <span><Badge kind={value.verified ? "ok" : "danger"} icon={value.verified ? "shield" : "warn"}>{say(value.verified ? book.whole : book.broken)}</Badge></span>}
      </Row>
    </li>
  );
}
