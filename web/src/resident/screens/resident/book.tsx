/** `/book`: the person, who looked, and the settings. */
import { useState } from "preact/hooks";

import type { Profile } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { SignOutDialog } from "../../../session/screens/sign-out-dialog.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useSignOut } from "../../sign-out.js";

export default function Book() {
  const { words, say, preferences } = useWords();
  const { book, settings } = useLexicon(residentWords);
  const { residentId } = usePerson();
  const resident = useRead("get-resident", { resident_id: residentId });
  const signOut = useSignOut();
  const [leaving, setLeaving] = useState(false);
  return (
    <Page title={book.title}>
      <Answered read={resident}>{({ profile }) => <Body profile={profile} />}</Answered>
      <Watchers />
      <Card flush title={say(book.settings)}>
        <Rows>
          <li><Row icon="text" href="/book/settings" title={say(book.display)} sub={<>{say(words.settings.sizes[preferences.text])}・{say(settings.languages[preferences.language])}・{say(settings.themes[preferences.theme])}</>} /></li>
          <li><Row icon="sign-out" title={say(book.signOut)} sub={say(book.signOutSub)} onClick={() => setLeaving(true)} opensDialog /></li>
        </Rows>
      </Card>
      {leaving && <SignOutDialog close={() => setLeaving(false)} signOut={() => signOut()} />}
    </Page>
  );
}

function Body({ profile }: { profile: Profile }) {
  const { words, say } = useWords();
  const { book } = useLexicon(residentWords);
  const texts = (list: readonly string[]) => (list.length === 0 ? say(book.notWritten) : list.join(words.separator));
  return (
    <Card flush title={say(book.body)}>
      <Rows>
        <li><Row icon="warn" title={say(book.allergies)} sub={texts(profile.allergies)} /></li>
        <li><Row icon="pill" title={say(book.reactions)} sub={texts(profile.adverse_reactions)} /></li>
        <li><Row icon="memo" title={say(book.history)} sub={texts(profile.history)} /></li>
        <li><Row icon="user" title={say(book.blood)} sub={profile.blood_type === "unknown" ? say(book.bloodUnknown) : profile.blood_type} /></li>
        <li>
          <Row icon="phone" title={say(book.contacts)} sub={profile.emergency_contacts.length === 0 ? say(book.notWritten) : undefined}>
            {profile.emergency_contacts.map(({ name, phone, relation }) => (
              <span key={phone}>{name}{relation && `(${relation})`} <a class="hit" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a></span>
            ))}
          </Row>
        </li>
      </Rows>
    </Card>
  );
}

/** The newest look, and whether the log is whole; nothing for who may not see it. */
function Watchers() {
  const { say, dates } = useWords();
  const { book } = useLexicon(residentWords);
  const { residentId } = usePerson();
  const log = useRead("get-access-log", { resident_id: residentId });
  if (log.refusal?.status === 403 || log.refusal?.status === 404) return null;
  return (
    <Answered read={log} rows={1}>
      {({ items, verified }) => {
        const at = items[0] && new Date(items[0].at);
        return (
          <Card flush title={say(book.protect)}>
            <Rows>
              <li><Row icon="eye" title={say(book.watchers)} sub={say(at ? book.newest(`${dates.near(at, new Date())} ${dates.time(at)}`) : book.nobody)} /></li>
              <li><Row icon={verified ? "shield" : "warn"} title={say(verified ? book.whole : book.broken)} /></li>
            </Rows>
          </Card>
        );
      }}
    </Answered>
  );
}
