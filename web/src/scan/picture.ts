/** Pictures as the decoder takes them. */

/** Fine enough for a code of 177 modules over half of the picture, small enough for several looks a second. */
const LOOK = 1280;
/** A photo of a whole sheet has its codes small. */
const PHOTO = 3600;

/** What the camera sees now; nothing before its first picture. */
export function lookAt(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | undefined {
  return drawn(video, video.videoWidth, video.videoHeight, canvas, LOOK);
}

/** A photo that the person chose. Rejects where it is no picture that the browser can open. */
export async function openPhoto(file: Blob, canvas: HTMLCanvasElement): Promise<ImageData | undefined> {
  const photo = await createImageBitmap(file);
  try {
    return drawn(photo, photo.width, photo.height, canvas, PHOTO);
  } finally {
    photo.close();
  }
}

function drawn(source: CanvasImageSource, width: number, height: number, canvas: HTMLCanvasElement, most: number): ImageData | undefined {
  if (width === 0 || height === 0) return undefined;
  const scale = Math.min(1, most / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height);
}
