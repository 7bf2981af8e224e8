/** The back camera, for as long as it is wanted. */

/** Why there is no picture: not allowed, no camera, one that another program uses, or a browser that gives none. */
export type NoCamera = "refused" | "absent" | "busy" | "unsupported";

export class CameraRefused extends Error {
  constructor(readonly why: NoCamera) {
    super(why);
  }
}

export interface Camera {
  readonly stream: MediaStream;
  /** Whether it has a light that can be switched. */
  readonly hasTorch: boolean;
  /** Says whether the light is on afterwards. */
  readonly setTorch: (on: boolean) => Promise<boolean>;
  readonly stop: () => void;
}

/** Browsers' types lack the light. */
type Light = MediaTrackCapabilities & { readonly torch?: boolean };
type WithLight = MediaTrackConstraintSet & { readonly torch: boolean };

export async function openCamera(devices: MediaDevices | undefined = navigator.mediaDevices): Promise<Camera> {
  if (devices?.getUserMedia === undefined) throw new CameraRefused("unsupported");
  let stream;
  try {
    stream = await devices.getUserMedia({ audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } } });
  } catch (fault) {
    throw new CameraRefused(whyOf(fault));
  }
  const [track] = stream.getVideoTracks();
  const light: Light | undefined = track?.getCapabilities?.();
  return {
    stream,
    hasTorch: light?.torch === true,
    async setTorch(on) {
      const wanted: WithLight = { torch: on };
      try {
        await track?.applyConstraints({ advanced: [wanted] });
        return on;
      } catch {
        return false;
      }
    },
    stop: () => stream.getTracks().forEach((one) => one.stop()),
  };
}

function whyOf(fault: unknown): NoCamera {
  const name = fault instanceof Error || fault instanceof DOMException ? fault.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "absent";
}
