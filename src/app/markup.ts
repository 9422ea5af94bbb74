const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, SVG or XML, as content or inside quotes. */
export function escapeMarkup(text: string): string {
  return onlyXml(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Characters that XML can't hold (controls, lone surrogates) become the replacement character. */
export function onlyXml(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
