import "./progress.css";

/** How much of something is done. The words beside it say the same. */
export function Progress({ label, done, of }: { label: string; done: number; of: number }) {
  return (
    <div class="progress">
      <div class="progress__track" role="img" aria-label={label}><i style={{ width: `${of === 0 ? 0 : (100 * done) / of}%` }} /></div>
    </div>
  );
}
