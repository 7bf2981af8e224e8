/** Pictures on their way to the decoder, in a browser that reads pixels in any thread and in one that reads them in the page alone. */
import { beforeEach, expect, test, vi } from "vitest";

const drawn: unknown[] = [];
const context = {
  drawImage: (...all: unknown[]) => drawn.push(all),
  getImageData: (_x: number, _y: number, width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4) }),
};

class Canvas {
  width = 0;
  height = 0;
  getContext = () => context;
}

class Frame {
  readonly displayWidth = 1920;
  readonly displayHeight = 1080;
  close = vi.fn();
}

const camera = (readyState: number) => ({ readyState, HAVE_CURRENT_DATA: 2, videoWidth: 1920, videoHeight: 1080 }) as HTMLVideoElement;

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
  drawn.length = 0;
});

test("where any thread reads pixels, the page only hands over what the browser holds, which is closed once it was read", async () => {
  vi.stubGlobal("OffscreenCanvas", Canvas);
  vi.stubGlobal("VideoFrame", Frame);
  const { lookAt, pixelsOf } = await import("../../src/scan/picture.js");
  expect(lookAt(camera(1))).toBeUndefined();
  const picture = lookAt(camera(2));
  expect(drawn).toEqual([]);
  expect(picture).toMatchObject({ most: 1280 });
  expect(picture && pixelsOf(picture)).toMatchObject({ width: 1280, height: 720 });
  expect(picture && "held" in picture && picture.held.close).toHaveBeenCalledOnce();
});

test("elsewhere the page reads them: the camera's and a photo's, no larger than the decoder wants", async () => {
  vi.stubGlobal("document", { createElement: () => new Canvas() });
  const photo = { width: 4000, height: 9000, close: vi.fn() };
  vi.stubGlobal("createImageBitmap", async () => photo);
  const { lookAt, openPhoto, pixelsOf } = await import("../../src/scan/picture.js");
  const looked = lookAt(camera(4));
  expect(looked).toMatchObject({ width: 1280, height: 720 });
  expect(looked && pixelsOf(looked)).toBe(looked);
  expect(await openPhoto(new Blob())).toMatchObject({ width: 1600, height: 3600 });
  expect(photo.close).toHaveBeenCalledOnce();
});
