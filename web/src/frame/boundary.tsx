import { Component, type ComponentChildren, type ComponentType } from "preact";

import { useServices } from "../data/use-read.js";
import { Failed } from "./failed.js";

interface Props {
  /** Another address is a fresh try. */
  readonly at: string;
  /** What stands around the words, such as the page with its tabs. Where that is what throws, the words stand alone. */
  readonly around?: ComponentType<{ readonly children: ComponentChildren }>;
  readonly children: ComponentChildren;
}

interface State {
  /** The address whose screen threw. */
  readonly at?: string | undefined;
  readonly bare?: boolean;
  /** The address that threw last, and how often in a row. */
  readonly last?: string;
  readonly times?: number;
}

/** Keeps a screen that throws while it is drawn from taking the rest of the page with it. What waits to be sent is not touched: it is kept outside. */
export class Boundary extends Component<Props, State> {
  override state: State = {};

  /** What threw at one address is forgotten at the next: the way back is a fresh try too. */
  static override getDerivedStateFromProps({ at }: Props, state: State): State | null {
    return state.at === undefined || state.at === at ? null : { at: undefined };
  }

  override componentDidCatch(fault: unknown): void {
    console.error(fault);
    const { at } = this.props;
    this.setState((before) => ({ at, bare: before.at === at, last: at, times: before.last === at ? (before.times ?? 0) + 1 : 1 }));
  }

  override render({ at, around: Around, children }: Props, { at: threw, bare, times = 1 }: State) {
    if (threw !== at) return children;
    const words = <Fault times={times} draw={() => this.setState({ at: undefined })} />;
    return Around === undefined || bare ? <main class="main">{words}</main> : <Around>{words}</Around>;
  }
}

/** First it is drawn once more; where it throws again, the page is opened anew. */
function Fault({ times, draw }: { times: number; draw: () => void }) {
  const { mayReopen } = useServices();
  const anew = times > 1;
  return <Failed code="fault" held={anew && !mayReopen()} again={() => (anew && mayReopen() ? location.reload() : draw())} />;
}
