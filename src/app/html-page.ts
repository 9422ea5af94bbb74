import { colourSheet } from './charts/chart-colours.ts';
import type { Chart } from './charts/chart-frame.ts';
import { escapeMarkup } from './markup.ts';

/** Everything a page needs is in it: no script, no font, nothing from elsewhere, and the browser is told so. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const STYLE = `
:root{color-scheme:light dark}
body{margin:0 auto;max-width:60rem;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;color:var(--chart-ink);background:var(--chart-ground)}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.5rem}
figure{margin:1.25rem 0;overflow-x:auto}figcaption{font-weight:600}svg.chart{max-width:100%;height:auto;display:block}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:.75rem 0;font-variant-numeric:tabular-nums;font-size:.925rem}
caption{text-align:left;font-weight:600;padding-bottom:.25rem}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--chart-grid);text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--chart-axis)}.n{text-align:right}
summary{cursor:pointer}a,summary{color:inherit}:focus-visible{outline:2px solid var(--chart-series1);outline-offset:2px}
.note{color:var(--chart-axis)}`.trim();

/** One HTML file that stands on its own. @param body trusted markup */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeMarkup(title)}</title>
<style>${colourSheet(':root')}
${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** @param body trusted markup */
export function section(id: string, heading: string, body: string): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escapeMarkup(heading)}</h2>\n${body}\n</section>`;
}

export function paragraph(text: string, kind: 'text' | 'note' = 'text'): string {
  return `<p${kind === 'note' ? ' class="note"' : ''}>${escapeMarkup(text)}</p>`;
}

interface Table {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A table with a caption; the first cell of a row heads it. Columns of numbers stand to the right. */
export function htmlTable({ caption, header, rows }: Table): string {
  const isRight = header.map((_, i) => i > 0 && rows.every((row) => /^([-\d]|none$|$)/.test(String(row[i]))));
  const look = (column: number): string => (isRight[column] ? ' class="n"' : '');
  const head = header.map((cell, i) => `<th scope="col"${look(i)}>${escapeMarkup(cell)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const text = escapeMarkup(typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);
      return i === 0 ? `<th scope="row">${text}</th>` : `<td${look(i)}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeMarkup(caption)}"><table>\n` +
    `<caption>${escapeMarkup(caption)}</caption>\n` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`
  );
}

/** A drawing and, folded away below it, the same numbers as a table. */
export function figure({ frame, svg, table }: Chart): string {
  const { id, title } = frame;
  return (
    `<figure id="${id}">\n<figcaption>${escapeMarkup(title)}</figcaption>\n${svg}\n` +
    `<details><summary>The same as a table</summary>\n${htmlTable({ caption: title, ...table })}\n</details>\n</figure>`
  );
}

/** Long lists are folded away. @param body trusted markup */
export function folded(summary: string, body: string): string {
  return `<details><summary>${escapeMarkup(summary)}</summary>\n${body}\n</details>`;
}
