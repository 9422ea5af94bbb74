import { Readable } from 'node:stream';
import { RingfenceError } from '../../kernel/errors.ts';
import { readBytes, type Input } from './input.ts';

/**
 * An input in another encoding as one in UTF-8, unpacked if it is gzip. Memory: a chunk.
 * @param encoding as `TextDecoder` knows it. Reading rejects with FORMAT_UNKNOWN for bytes that it does not have.
 */
export function transcoded(input: Input, encoding: string): Input {
  return { ...input, open: () => Readable.from(utf8Of(input, encoding)) };
}

async function* utf8Of(input: Input, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (cause) {
      throw new RingfenceError(
        'FORMAT_UNKNOWN',
        `${input.name} is not ${encoding}, as the mapping says it is`,
        { file: input.name },
        cause,
      );
    }
  };
  for await (const chunk of readBytes(input)) yield decode(chunk);
  yield decode();
}
