import type { ComponentChildren } from "preact";

import "./table.css";

interface Props {
  readonly caption: ComponentChildren;
  /** Whether the caption is only said: the page has it as a title. */
  readonly captionHidden?: boolean;
  readonly head: readonly { readonly word: ComponentChildren; readonly number?: boolean }[];
  /** The first cell of each row is its header. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[];
}

/** Values in rows and columns, with a caption and headers. A narrow screen scrolls the table, not the page. */
export function Table({ caption, captionHidden = false, head, rows }: Props) {
  return (
    <div class="table-wrap" tabIndex={0}>
      <table class="table">
        <caption class={captionHidden ? "sr" : undefined}>{caption}</caption>
        <thead><tr>{head.map(({ word, number }, column) => <th key={column} scope="col" class={number ? "n" : undefined}>{word}</th>)}</tr></thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, column) => (column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column} class={head[column]?.number ? "n" : undefined}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
