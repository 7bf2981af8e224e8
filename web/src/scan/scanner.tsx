/**
 * Reads codes with the camera, or from a photo where there is none. A screen imports it as
 * `import { type ScannedCode, Scanner } from "../../../scan/scanner.js"`, and its line in `routes.ts` names `scanWords` beside its own.
 */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

import { Banner } from "../components/banner.js";
import { Button, ButtonPair } from "../components/button.js";
import { Icon } from "../components/icon.js";
import { scanWords } from "../words/scan/index.js";
import { useLexicon, useWords } from "../words/use-words.js";
import type { ScannedCode } from "./code.js";
import type { Kind } from "./decode.js";
import "./scanner.css";
import { useScanner } from "./use-scanner.js";

export type { ScannedCode } from "./code.js";

interface Props {
  /** Each code that comes into the picture, once while it stays there. Of one picture all are told, one after the other. `false`: the screen says that it is another one than is wanted. */
  readonly onCode: (code: ScannedCode) => boolean | void;
  /** What to hold where; stands in the picture. */
  readonly hint: ComponentChildren;
  /** `jan`: the barcode of a package. */
  readonly kind?: Kind;
}

/** The camera's picture with the frame, the light, and photos. It says by text, voice and vibration that a code was read. */
export function Scanner({ onCode, hint, kind = "qr" }: Props) {
  const { words, say, plain } = useWords();
  const { scanner: said } = useLexicon(scanWords);
  const [read, setRead] = useState(0);
  const [photo, setPhoto] = useState<"reading" | "none" | "unreadable" | "unreachable">();
  const chooser = useRef<HTMLInputElement>(null);
  const told = (code: ScannedCode) => {
    navigator.vibrate?.(80);
    // One thing at a time is said of what was read.
    setPhoto((now) => (now === "reading" ? now : undefined));
    const isWanted = onCode(code) !== false;
    setRead((count) => (isWanted ? count + 1 : 0));
  };
  const { seeing, video, hasTorch, torch, switchTorch, again, readPhoto } = useScanner(kind, told);
  const choose = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = "";
    if (file === undefined) return;
    setRead(0);
    setPhoto("reading");
    const came = await readPhoto(file);
    setPhoto(came === 0 ? "none" : typeof came === "number" ? undefined : came);
  };
  const dark = seeing !== "starting" && seeing !== "looking";
  return (
    <div class="stack">
      {dark
        ? (
          <Banner kind="warn" title={say(said.no[seeing].title)}>
            <p>{say(said.no[seeing].text)}</p>
            <Button kind="quiet" small onClick={again}>{say(words.common.again)}</Button>
          </Banner>
        )
        : (
          <div class="camera">
            <video ref={video} class="camera__video" playsInline muted aria-label={plain(said.picture)} />
            <span class="camera__frame" aria-hidden="true" />
            <p class="camera__say">{seeing === "starting" ? say(said.starting) : hint}</p>
          </div>
        )}
      <p class={read > 0 ? "camera__read" : "sr"} role="status" aria-live="polite">{read > 0 && <span key={read}><Icon name="check" small />{say(said.read)}</span>}</p>
      {photo === "reading" && <p role="status">{say(said.photo.reading)}</p>}
      {photo !== undefined && photo !== "reading" && <Banner kind="warn" title={say(said.photo[photo].title)}>{say(said.photo[photo].text)}</Banner>}
      <input ref={chooser} class="camera__chooser" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-hidden="true" onChange={(event) => void choose(event.currentTarget)} />
      <ButtonPair even>
        {hasTorch && !dark && <Button kind="line" small icon="torch" onClick={switchTorch}>{say(torch ? said.darker : said.brighter)}</Button>}
        <Button kind="line" small icon="camera" busy={photo === "reading"} onClick={() => chooser.current?.click()}>{say(said.fromPhoto)}</Button>
      </ButtonPair>
      <p class="second">{say(said.kept)}</p>
    </div>
  );
}
