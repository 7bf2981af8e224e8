import type { ComponentChildren } from "preact";

import { ActionBar } from "../components/action-bar.js";
import { Alerts } from "../components/alerts.js";
import { AppBar } from "../components/app-bar.js";
import { Avatar, type PersonColour } from "../components/avatar.js";
import { Badge } from "../components/badge.js";
import { Banner } from "../components/banner.js";
import { Button, ButtonPair } from "../components/button.js";
import { CaseHistory } from "../components/case-history.js";
import { Calendar } from "../components/calendar.js";
import { Card } from "../components/card.js";
import { Check } from "../components/check.js";
import { Chart } from "../components/chart.js";
import { Dialog } from "../components/dialog.js";
import { Disclosure } from "../components/disclosure.js";
import { Empty } from "../components/empty.js";
import { ErrorSummary } from "../components/error-summary.js";
import { Field } from "../components/field.js";
import { Icon } from "../components/icon.js";
import { ICONS, type IconName } from "../components/icon-paths.js";
import { Keys } from "../components/keys.js";
import { Lanes } from "../components/lanes.js";
import { Mood } from "../components/mood.js";
import { Note } from "../components/note.js";
import { NumberField, NumberRow } from "../components/number-field.js";
import { Picks } from "../components/picks.js";
import { PatientBar } from "../components/patient-bar.js";
import { Progress } from "../components/progress.js";
import { Qr } from "../components/qr.js";
import { Reception } from "../components/reception.js";
import { PhoneLink } from "../components/phone-link.js";
import { Row, Rows } from "../components/row.js";
import { SearchField } from "../components/search-field.js";
import { Segment } from "../components/segment.js";
import { Skeleton } from "../components/skeleton.js";
import { SkipLink } from "../components/skip-link.js";
import { StaffBar } from "../components/staff-bar.js";
import { Stepper } from "../components/stepper.js";
import { Steps, Ticks } from "../components/steps.js";
import { TabBar } from "../components/tab-bar.js";
import { Table } from "../components/table.js";
import { TickList } from "../components/tick-list.js";
import { Tile, Tiles } from "../components/tile.js";
import { TimeLeft } from "../components/time-left.js";
import { Timeline } from "../components/timeline.js";
import { Toggle } from "../components/toggle.js";
import { useState } from "preact/hooks";

const nothing = () => {};
const PEOPLE: readonly (readonly [PersonColour, string])[] = [[1, "花子"], [2, "みお"], [3, "蓮"], [4, "正一"], [5, "和子"]];

/** Opens a dialog on request: one that is open would cover the others. */
function Asked({ kind }: { kind: "sheet" | "dialog" }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="line" onClick={() => setOpen(true)}>{kind === "sheet" ? "えらぶ(シート)" : "たしかめる(ダイアログ)"}</Button>
      {open && (
        <Dialog kind={kind} title={kind === "sheet" ? "だれの手帳を見ますか" : "サインアウトしますか"} close={() => setOpen(false)} closeWord={kind === "sheet" ? "とじる" : undefined}>
          <p>このスマホに残っているものを消します。</p>
          <Button kind="danger" block onClick={() => setOpen(false)}>消してサインアウトする</Button>
          <Button kind="line" block onClick={() => setOpen(false)}>もどる</Button>
        </Dialog>
      )}
    </>
  );
}

/** Each component, by the name of its file, in its states. */
export const SPECIMENS: Readonly<Record<string, ComponentChildren>> = {
  "action-bar": <div class="in-place"><ActionBar label="見本の操作" next="書いたところだけ保存します。"><Button block icon="check">記録する</Button></ActionBar></div>,
  alerts: <Alerts label="気をつけること" items={[{ title: "アレルギー・副作用 2件", text: "ペニシリン系の薬、えび・かに" }, { title: "同じ成分のお薬が 2つ", text: "飲む前に薬剤師さんに聞いてください。" }]} />,
  "app-bar": (
    <div class="stack in-place">
      <AppBar title="ホーム" documentTitle="部品の見本" person={{ name: "花子", colour: 1, around: ["", "さんの手帳です"], open: nothing }} />
      <AppBar title="今日の記録" documentTitle="部品の見本" back={{ href: "#", word: "もどる" }} person={{ name: "みお", colour: 2, around: ["", "さんの手帳です"], open: nothing }} />
      <AppBar title="手帳" documentTitle="部品の見本" />
    </div>
  ),
  avatar: <div class="cluster">{PEOPLE.map(([colour, name]) => <span key={name} class="cluster" data-person={colour}><Avatar name={name} /><Avatar name={name} large />{name}</span>)}</div>,
  badge: (
    <div class="cluster">
      <Badge>ふつう</Badge><Badge kind="ok" icon="check">記録しました</Badge><Badge kind="warn" icon="warn">飲み忘れ 1回</Badge><Badge kind="danger" icon="warn">同じ成分</Badge>
      <Badge kind="info" icon="info">いま</Badge><Badge kind="new">新しいひとこと</Badge><Badge kind="quiet">自分で書いた</Badge>
    </div>
  ),
  banner: (
    <>
      <Banner title="お知らせ">次は 昼 12:30 です。</Banner>
      <Banner kind="ok" title="7:40 に飲んだと記録しました"><Button kind="quiet" small icon="undo">取り消す</Button></Banner>
      <Banner kind="warn" title="このスマホには残せません">送りおわるまでページを閉じないでください。</Banner>
      <Banner kind="danger" title="保存できませんでした">書いたものは消えていません。もう一度「記録する」をおしてください。</Banner>
      <Banner kind="offline" title="電波がありません">7:40 に見た内容です。</Banner>
    </>
  ),
  button: (
    <>
      <Button icon="check">飲んだ</Button><Button kind="line">とばす</Button><Button kind="quiet" small>取り消す</Button><Button kind="danger">見せるのをやめる</Button>
      <Button busy>記録しています</Button><Button href="#" block>リンクのボタン</Button>
      <ButtonPair><Button icon="check">飲んだ</Button><Button kind="line">とばす</Button></ButtonPair>
      <ButtonPair even><Button>はい</Button><Button kind="line">いいえ</Button></ButtonPair>
    </>
  ),
  card: (
    <>
      <Card title="朝の記録" icon="record" aside={<span class="second">きのう 136/86</span>}>中身</Card>
      <Card flush title="行のカード"><Rows><li><Row title="行" /></li></Rows></Card>
      <Card sunken title="文字の大きさ">中身</Card>
    </>
  ),
  check: <div class="cluster"><Check checked={false} onChange={nothing}>パスワードを見る</Check><Check checked onChange={nothing}>パスワードを見る</Check></div>,
  chart: (
    <Chart
      names={[{ tone: "a", name: "上(収縮期)" }, { tone: "b", name: "下(拡張期)" }]}
      places={["11/19", "11/20", "11/21", "11/22", "11/23", "11/24", "11/25"]}
      lines={[{ tone: "a", values: [137, 140, null, 134, 137, 136, 138] }, { tone: "b", values: [82, 87, null, 80, 86, 86, 84] }]}
      guides={[{ value: 135, name: "上の目安 135" }, { value: 85, name: "下の目安 85" }]}
      decimals={0}
    />
  ),
  "case-history": (
    <Card title="経過">
      <CaseHistory
        events={[
          { key: "a", icon: "clinic", day: "11/24", title: <><span class="newmark">有明整形外科</span> 右肩の痛み</>, source: "前川医師" },
          { key: "b", icon: "pill", day: "11/20", title: "ロキソプロフェンNa錠60mg", source: "四ツ山歯科" },
          { key: "c", icon: "clinic", day: "10/29", title: "血圧の診察", source: "当院", own: true },
        ]}
      />
    </Card>
  ),
  dialog: <div class="cluster"><Asked kind="sheet" /><Asked kind="dialog" /></div>,
  disclosure: <Card><Disclosure summary="どうやって確認したか" open><p>1件ごとに印があります。</p></Disclosure></Card>,
  empty: <Empty icon="pill" title="まだ お薬がありません" action={<Button icon="qr">お薬のQRを読む</Button>}>薬局でもらった紙のQRを読むと、ここに入ります。</Empty>,
  "error-summary": <ErrorSummary attempt={0} title="2か所を見てください" errors={[{ id: "g-wrong", text: "血圧 上: 40〜300 の数で書いてください" }, { id: "g-memo", text: "メモ: 短くしてください" }]} />,
  field: (
    <Card label="書くところ">
      <Field id="g-text" label="名前" value="" onInput={nothing} />
      <Field id="g-memo" label="メモ" hint="先生に話したいことなど" error="短くしてください" value="肩の痛みはだいぶ楽。" onInput={nothing} type="lines" />
      <Field id="g-day" label="日づけ" value="2026-11-25" onInput={nothing} type="date" />
      <Field id="g-mail" label="メールアドレス" value="hanako@example.jp" onInput={nothing} type="email" inputMode="email" autocomplete="off" />
      <Field id="g-time" label="時刻" value="07:42" onInput={nothing} type="time" />
    </Card>
  ),
  icon: <ul class="cluster">{(Object.keys(ICONS) as IconName[]).map((name) => <li key={name} class="cluster"><Icon name={name} /><Icon name={name} small /><span class="second">{name}</span></li>)}</ul>,
  keys: <Keys label="キー" keys={[{ keys: ["/"], word: "しぼりこみ" }, { keys: ["↑", "↓"], word: "えらぶ" }, { keys: ["Enter"], word: "手帳を開く" }]} />,
  lanes: (
    <Card title="この1年のお薬">
      <Lanes
        months={["12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月"]}
        lanes={[{ key: "a", name: "アムロジピン", said: "いまも・28日分", parts: [{ from: 0, length: 1 }] }, { key: "b", name: "ロキソプロフェン", said: "5日分", parts: [{ from: 0.26, length: 0.017 }, { from: 0.96, length: 0.03 }] }]}
      />
    </Card>
  ),
  mood: <Card label="気分"><Mood words={["とてもわるい", "わるい", "ふつう", "よい", "とてもよい"]} value={4} onChange={nothing} /></Card>,
  note: (
    <Card title="先生のひとこと">
      <Note by="医師・11月24日(火) 14:30">右肩の炎症です。1週間は重いものを持たないでください。</Note>
      <Note kind="gone" by="医師・11月24日(火) 14:00">病院が取り消したひとことです</Note>
      <Note kind="own" by="自分で書いたもの。病院の人には見えません。">湿布は続けてよいと言われた。</Note>
    </Card>
  ),
  "number-field": (
    <Card flush label="数値">
      <div class="rows">
        <NumberField id="g-weight" icon="scale" label="体重" last="きのう 60.2" unit="kg" value="60.4" onInput={nothing} decimal />
        <NumberField id="g-temp" icon="temperature" label="体温" unit="℃" value="" onInput={nothing} decimal />
        <NumberField id="g-steps" icon="steps" label="歩数" last="きのう 6,820" unit="歩" value="abc" error="0〜200,000 の数で書いてください" onInput={nothing} />
      </div>
      <div class="numfield numfield--wide">
        <NumberRow parts={[{ id: "g-wrong", label: "上", unit: "mmHg", value: "1380", error: "40〜300 の数で書いてください", onInput: nothing }, { id: "g-lower", label: "下", unit: "mmHg", value: "84", onInput: nothing }, { id: "g-pulse", label: "脈拍", value: "", onInput: nothing }]} />
      </div>
    </Card>
  ),
  picks: <Picks label="曜日" picked={["mon", "thu"]} onPick={nothing} options={[{ value: "mon", word: "月" }, { value: "tue", word: "火" }, { value: "wed", word: "水" }, { value: "thu", word: "木" }, { value: "fri", word: "金" }]} />,
  "patient-bar": (
    <div class="in-place">
      <PatientBar
        name="荒尾 花子" kana="アラオ ハナコ" facts={<><strong>44歳 女</strong>・1982年(S57)6月3日</>} code="K4821" end={<TimeLeft>24:00 まで・あと 14時間36分</TimeLeft>}
        alerts={[{ text: "アレルギー:ペニシリン系" }, { text: "副作用:未記入", unknown: true }]}
      >
        <Badge kind="danger" icon="warn">同姓同名</Badge>
      </PatientBar>
    </div>
  ),
  qr: <Qr of="https://example.jp" label="見本のQR" />,
  progress: <><Progress label="3回のうち0回すみ" done={0} of={3} /><Progress label="3回のうち1回すみ" done={1} of={3} /><Progress label="3回のうち3回すみ" done={3} of={3} /></>,
  reception: <Reception title="受付番号" code="K4821">受付の人にこの番号を言ってください</Reception>,
  row: (
    <Card flush label="行">
      <Rows>
        <li><Row icon="calendar" title="あす 9:00 あらお中央内科" sub="11月26日(木)・血圧の診察" href="#" /></li>
        <li><Row icon="eye" title="読むだけの行" sub="おしても何もおきません" /></li>
        <li><Row icon="sign-out" title="サインアウト" onClick={nothing} opensDialog /></li>
        <li data-person="2"><Row avatar="みお" title="荒尾 みお" sub="長女" onClick={nothing} current end={<Badge kind="info" icon="check">いま</Badge>} /></li>
        <li><Row title="印のある行" href="#"><span><Badge kind="danger" icon="warn">歯科の薬と同じ成分</Badge></span></Row></li>
      </Rows>
    </Card>
  ),
  "search-field": <SearchField label="名前・受付番号でさがす" value="" onInput={nothing} />,
  segment: <Segment label="文字の大きさ" value="100" onChange={nothing} options={[{ value: "100", word: "ふつう" }, { value: "125", word: "大", className: "size-125" }, { value: "150", word: "特大", className: "size-150" }]} />,
  "skip-link": <SkipLink word="本文へ" />,
  skeleton: <><Skeleton title="開いています" slow="" after={300} /><Skeleton title="開いています" slow="電波が弱いようです。そのままお待ちください。" after={5_000} /></>,
  "staff-bar": <StaffBar name="デジタル健康手帳">あらお中央内科クリニック</StaffBar>,
  stepper: <><Stepper label="1日の歩数" value={6000} unit="歩" less="へらす" more="ふやす" step={500} low={500} high={50_000} onChange={nothing} /><Stepper label="1週間に はかる日" value={7} unit="日" less="へらす" more="ふやす" step={1} low={1} high={7} onChange={nothing} /></>,
  steps: <Card><Steps steps={["マイナアプリが開きます", "暗証番号を入れます", "この画面にもどります"]} /><Ticks items={["マイナンバーカード", "数字4けたの暗証番号"]} /></Card>,
  "tab-bar": (
    <div class="in-place">
      <TabBar label="見本のページ" current="/b" tabs={[{ href: "#", icon: "home", word: "ホーム" }, { href: "/b", icon: "record", word: "記録" }, { href: "#", icon: "pill", word: "お薬" }, { href: "#", icon: "clinic", word: "受診" }, { href: "#", icon: "book", word: "手帳" }]} />
    </div>
  ),
  calendar: <Card flush><Calendar first="2026-11-01" caption="2026年11月" weekdays={[..."日月火水木金土"].map((word) => ({ short: word, long: word }))} today="2026-11-25" todayWord="今日" marks={(day) => (day === "2026-11-26" ? 1 : day === "2026-11-30" ? 2 : 0)} countOf={(count) => `予約 ${count}つ`} /></Card>,
  table: <Card flush><Table caption="この30日の記録" head={[{ word: "日時" }, { word: "血圧" }, { word: "体重", number: true }]} rows={[{ key: "a", cells: ["11月25日(水) 7:42", "138/84", "60.4"] }, { key: "b", cells: ["11月24日(火) 7:30", "136/86", "60.2"] }]} /></Card>,
  "tick-list": <TickList items={["アレルギー・これまでの病気", "お薬手帳"]} />,
  tile: <Tiles label="よく使うこと"><Tile href="#" icon="clinic">病院・薬局で受付する</Tile><Tile href="#" icon="qr">お薬のQRを読む</Tile></Tiles>,
  "time-left": <p class="cluster"><TimeLeft>あと 14時間36分</TimeLeft><TimeLeft kind="soon">あと 42分</TimeLeft><TimeLeft kind="over">24:00 に終わりました</TimeLeft></p>,
  "phone-link": <p>市の電話 <PhoneLink number="0968-00-0000" strong /></p>,
  timeline: <Card title="今日"><Timeline items={[{ key: "a", icon: "eye", time: "9:22", title: "緒方 医師が見ました", sub: "あらお中央内科・お薬" }, { key: "b", icon: "close", kind: "alert", title: "四ツ山歯科医院が見ようとしましたが、見られませんでした" }, { key: "c", icon: "lock", kind: "done", time: "8:52", title: "本人が見せました" }]} /></Card>,
  toggle: (
    <Card flush label="切りかえ">
      <Toggle title="お薬" sub="いまも 2つ" on="見せる" off="見せない" checked onChange={nothing} />
      <Toggle title="書いたものを このスマホに残す" on="入" off="切" checked={false} onChange={nothing} />
    </Card>
  ),
};
