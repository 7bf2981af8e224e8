/** `/book/profile`: what every doctor should know first, and who the person is. */
import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import type { Resident } from "../../../api/index.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { FIELDS, type FieldName, draftOf } from "./profile.js";
import { ProfileForm } from "./profile-form.js";
import { Proved, useFieldText } from "./profile-parts.js";

export default function BookProfile() {
  const { profile: said } = useLexicon(residentWords);
  const person = usePerson();
  const resident = useRead("get-resident", { resident_id: person.residentId });
  const { value, version } = resident;
  // The form stands on the version that it was opened with: what is answered later changes nothing under the person's hands.
  if (value !== undefined && mayManage(person, "profile")) return <ProfileForm resident={value} version={version} />;
  return <Page title={said.title} back="/book"><Answered read={resident} rows={6}>{(shown) => <ReadOnly resident={shown} />}</Answered></Page>;
}

function ReadOnly({ resident }: { resident: Resident }) {
  const { say } = useWords();
  const { profile: said } = useLexicon(residentWords);
  const textOf = useFieldText();
  const draft = draftOf(resident);
  const row = (field: FieldName) => <li key={field}><Row title={say(said.fields[field])} sub={<span class="kept-lines">{textOf(draft, field)}</span>} /></li>;
  return (
    <>
      <Banner title={say(said.readOnly)} />
      <Proved resident={resident} />
      <Card flush title={say(said.doctors)}><Rows>{FIELDS.map(row)}</Rows></Card>
    </>
  );
}
