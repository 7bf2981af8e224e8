/** The decoder in a thread of its own: one look takes a slow phone a quarter of a second, in which the page would answer no tap. */
import type { Asked, Told } from "./away.js";
import { decode, prepare } from "./decode.js";
import { pixelsOf } from "./picture.js";

/** What a worker is to itself: the page's types name the window. */
const own = self as unknown as { onmessage: (event: MessageEvent<Asked>) => void; readonly postMessage: (told: Told) => void };

own.onmessage = ({ data }) => void answer(data).then(own.postMessage.bind(own));

async function answer({ id, look }: Asked): Promise<Told> {
  try {
    await prepare();
    const image = look && pixelsOf(look.picture);
    return { id, codes: look === undefined || image === undefined ? [] : await decode(image, look.kind) };
  } catch {
    return { id, codes: undefined };
  }
}
