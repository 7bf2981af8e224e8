/** The camera and what it sees, while the page is in sight. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type Camera, CameraRefused, type NoCamera, openCamera } from "./camera.js";
import { type ScannedCode, keyOfCode } from "./code.js";
import type { Kind } from "./decode.js";
import { type Picture, lookAt, openPhoto } from "./picture.js";

/** From the beginning of one look to that of the next: more than five a second, with room for the page in between. */
const LOOK_MS = 120;
const REST_MS = 25;
/** A code that stays in the picture is told once; one that comes back after this is told again. */
const GONE_MS = 2_500;

export type Seeing = "starting" | "looking" | "unreachable" | NoCamera;

export interface Scanning {
  readonly seeing: Seeing;
  readonly video: RefObject<HTMLVideoElement>;
  readonly hasTorch: boolean;
  readonly torch: boolean;
  readonly switchTorch: () => void;
  /** Tries the camera again. */
  readonly again: () => void;
  /** Reads a photo; says how many codes it had, or that it could not be opened. */
  readonly readPhoto: (file: Blob) => Promise<number | "unreadable" | "unreachable">;
}

export function useScanner(kind: Kind, onCode: (code: ScannedCode) => void): Scanning {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera>();
  const latest = useRef(onCode);
  latest.current = onCode;
  const [seeing, setSeeing] = useState<Seeing>("starting");
  const [hasTorch, setHasTorch] = useState(false);
  const [torch, setTorch] = useState(false);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let current: { over: boolean } = { over: true };
    const stop = () => {
      current.over = true;
      camera.current?.stop();
      camera.current = undefined;
      setTorch(false);
      setHasTorch(false);
    };
    const start = async () => {
      if (!current.over) return;
      const mine = (current = { over: false });
      setSeeing("starting");
      const opening = openCamera();
      try {
        const [opened, { decode, prepare }] = await Promise.all([opening, import("./away.js")]);
        // The person left while the browser was asking.
        if (mine.over) return opened.stop();
        camera.current = opened;
        setHasTorch(opened.hasTorch);
        if (video.current) {
          video.current.srcObject = opened.stream;
          await video.current.play().catch(() => {});
        }
        await prepare();
        if (mine.over) return;
        setSeeing("looking");
        await look(mine, (picture) => decode(picture, kind), () => video.current, (code) => latest.current(code));
      } catch (fault) {
        // The browser may still be asking: a camera that opens after this is closed again.
        opening.then((late) => late.stop(), () => {});
        if (mine.over) return;
        stop();
        setSeeing(fault instanceof CameraRefused ? fault.why : "unreachable");
      }
    };
    const turn = () => (document.visibilityState === "hidden" ? stop() : void start());
    turn();
    document.addEventListener("visibilitychange", turn);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      stop();
    };
  }, [kind, tries]);

  return {
    seeing, video, hasTorch, torch,
    switchTorch: () => void camera.current?.setTorch(!torch).then(setTorch),
    again: () => setTries(tries + 1),
    async readPhoto(file) {
      let part;
      try {
        part = await import("./away.js");
        await part.prepare();
      } catch {
        return "unreachable";
      }
      try {
        const photo = await openPhoto(file);
        const codes = photo === undefined ? [] : await part.decode(photo, kind);
        for (const code of codes) latest.current(code);
        return codes.length;
      } catch {
        return "unreadable";
      }
    },
  };
}

/** Looks until it is over. What cannot be read in one look may be in the next. */
async function look(run: { readonly over: boolean }, decode: (picture: Picture) => Promise<readonly ScannedCode[]>, video: () => HTMLVideoElement | null, tell: (code: ScannedCode) => void): Promise<void> {
  const seen = new Map<string, number>();
  while (!run.over) {
    const begun = Date.now();
    const shown = video();
    const picture = shown === null ? undefined : lookAt(shown);
    const codes = picture === undefined ? [] : await decode(picture);
    if (run.over) return;
    for (const code of codes) {
      const key = keyOfCode(code);
      const before = seen.get(key);
      seen.set(key, Date.now());
      if (before === undefined || Date.now() - before > GONE_MS) tell(code);
    }
    await new Promise((resume) => setTimeout(resume, Math.max(REST_MS, LOOK_MS - (Date.now() - begun))));
  }
}
