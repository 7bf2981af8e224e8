import type { ComponentChildren } from "preact";

import "./table.css";

interface Props {
  readonly caption: ComponentChildren;
  /** Whether the caption is only said: the page has it as a title. */
  readonly captionHidden?: boolean;
  readonly head: readonly { readonly word: ComponentChildren; readonly number?: boolean }[];
  /** Which cell of each row is its header; the first, unless it is said. */
  readonly header?: number;
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[]; readonly onClick?: ((event: MouseEvent) => void) | undefined }[];
  /** Whether rows lead on: the header of each is a link, and a click anywhere in the row is one on it. */
  readonly leadsOn?: boolean;
}

/** Values in rows and columns, with a caption and headers. A narrow screen scrolls the table, not the page. */
export function Table({ caption, captionHidden = false, head, rows, leadsOn = false, header = 0 }: Props) {
  return (
    <div class="table-wrap" tabIndex={0}>
      <table class={leadsOn ? "table table--rows" : "table"}>
        <caption class={captionHidden ? "sr" : undefined}>{caption}</caption>
        <thead><tr>{head.map(({ word, number }, column) => <th key={column} scope="col" class={number ? "n" : undefined}>{word}</th>)}</tr></thead>
        <tbody>
          {rows.map(({ key, cells, onClick }) => (
            <tr key={key} onClick={onClick}>
              {cells.map((cell, column) => (column === header ? <th key={column} scope="row" class={head[column]?.number ? "n" : undefined}>{cell}</th> : <td key={column} class={head[column]?.number ? "n" : undefined}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
