const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  /** Own text and that of all elements inside. */
  text: string;
}

/**
 * Reads well-formed markup (HTML with closed elements and quoted attributes, or SVG) strictly: anything a careless
 * template would leave behind, such as an open element or a bare `<` or `&`, throws.
 */
export function readMarkup(source: string): Element {
  const root: Element = { name: '#root', attributes: new Map(), children: [], text: '' };
  const open: Element[] = [root];
  const token =
    /<!doctype html>|<style>([\s\S]*?)<\/style>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  while (token.lastIndex < source.length) {
    const start = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new Error(`no markup at ${start}: ${source.slice(start, start + 80)}`);
    const [whole, style, close, name, attributes, selfClosed, text] = match;
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`bare & in ${text.slice(0, 80)}`);
      for (const element of open) element.text += text;
    } else if (name === undefined && style === undefined) {
      if (whole !== '<!doctype html>' || start !== 0) throw new Error('a doctype stands first');
    } else if (close) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`);
    } else {
      const element: Element = {
        name: name ?? 'style',
        attributes: readAttributes(attributes),
        children: [],
        text: style ?? '',
      };
      open.at(-1)!.children.push(element);
      if (name !== undefined && !selfClosed && !VOID.has(name)) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root;
}

function readAttributes(text = ''): Map<string, string> {
  return new Map([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/** All elements of a name, in the order they open. */
export function elements(root: Element, name: string): Element[] {
  return root.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elements(child, name),
  ]);
}
