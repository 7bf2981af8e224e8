/** Pictures, from where they are taken to the pixels that the decoder takes. */

/** Fine enough for a code of 177 modules over half of the picture, small enough for several looks a second. */
const LOOK = 1280;
/** A photo of a whole sheet has its codes small. */
const PHOTO = 3600;

/** A picture as the browser holds it, and how long its longer side may become. */
interface Undrawn {
  readonly held: VideoFrame | ImageBitmap;
  readonly most: number;
}

/** What goes to the decoder's thread: pixels only from a browser that reads them nowhere but in the page. */
export type Picture = Undrawn | ImageData;

/** Reading pixels takes a slow phone longer than a tap should wait, so the decoder's thread does it wherever it can. */
const isReadElsewhere = "OffscreenCanvas" in globalThis && "VideoFrame" in globalThis;

/** What the camera sees now; nothing before its first picture. */
export function lookAt(video: HTMLVideoElement): Picture | undefined {
  if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return undefined;
  return isReadElsewhere ? { held: new VideoFrame(video), most: LOOK } : drawn(video, [video.videoWidth, video.videoHeight], LOOK);
}

/** A photo that the person chose. Rejects where it is no picture that the browser can open. */
export async function openPhoto(file: Blob): Promise<Picture | undefined> {
  const photo = { held: await createImageBitmap(file), most: PHOTO };
  return isReadElsewhere ? photo : pixelsOf(photo);
}

/** Its pixels. What the browser held is let go. */
export function pixelsOf(picture: Picture): ImageData | undefined {
  if (!("held" in picture)) return picture;
  const { held, most } = picture;
  try {
    return drawn(held, "displayWidth" in held ? [held.displayWidth, held.displayHeight] : [held.width, held.height], most);
  } finally {
    held.close();
  }
}

/** One canvas for all looks. */
let canvas: HTMLCanvasElement | OffscreenCanvas | undefined;

function drawn(source: CanvasImageSource, [wide, high]: readonly [number, number], most: number): ImageData | undefined {
  const scale = Math.min(1, most / Math.max(wide, high));
  const [width, height] = [Math.round(wide * scale), Math.round(high * scale)];
  canvas ??= isReadElsewhere ? new OffscreenCanvas(width, height) : document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = (canvas as OffscreenCanvas).getContext("2d", { willReadFrequently: true });
  context?.drawImage(source, 0, 0, width, height);
  return context?.getImageData(0, 0, width, height);
}
