/** One page to look through the pictures of the gallery: a row for each screen, a column for each size. */

export type GalleryPicture = {
  /** Relative to the index page. */
  readonly file: string;
  readonly size: string;
  readonly theme: "light" | "dark";
  readonly name: string;
  readonly flaws: readonly string[];
};

const style = `body{font:16px sans-serif;margin:16px;background:#888}
section{margin:0 0 24px}h2{margin:0 0 8px;color:#fff}
div{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}
figure{margin:0}figcaption{color:#fff;font-size:13px}img{max-width:300px;display:block;border:1px solid #444}
.flawed img{border:4px solid #d00}`;

export function indexPage(pictures: readonly GalleryPicture[]): string {
  const names = [...new Set(pictures.map(({ name }) => name))];
  const rows = names.map((name) => {
    const figures = pictures.filter((picture) => picture.name === name).map(figure);
    return `<section id="${name}"><h2>${name}</h2><div>${figures.join("")}</div></section>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>${style}</style>
<h1>${pictures.length} pictures</h1>
${rows.join("\n")}
`;
}

function figure({ file, size, theme, flaws }: GalleryPicture): string {
  const told = [size, theme, ...flaws.map(escaped)].join(" · ");
  const kind = flaws.length > 0 ? ' class="flawed"' : "";
  return `<figure${kind}><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${told}</figcaption></figure>`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
