import { RingfenceError } from '../kernel/errors.ts';

/** Levels of objects and lists inside one another; nothing that is sent here needs half of it. */
const DEPTH = 32;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of a body. @throws RingfenceError REQUEST_INVALID where it is no UTF-8 */
export function textOf(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw new RingfenceError('REQUEST_INVALID', 'the body is not UTF-8');
  }
}

/**
 * Reads JSON that comes from outside. Of a name that stands twice in an object the last counts, as JSON.parse has it.
 * Time O(length); the nesting is looked at before the text is parsed.
 * @throws RingfenceError REQUEST_INVALID
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > DEPTH)
    throw new RingfenceError('REQUEST_INVALID', `the JSON is nested more than ${DEPTH} levels deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw new RingfenceError('REQUEST_INVALID', 'this is not JSON');
  }
}

/** The deepest nesting, or one that is too deep already. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let i = 0; i < text.length && deepest <= DEPTH; i++) {
    const unit = text.charCodeAt(i);
    if (isText) {
      if (unit === 0x5c) i++;
      else if (unit === 0x22) isText = false;
    } else if (unit === 0x22) isText = true;
    else if (unit === 0x7b || unit === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return deepest;
}
