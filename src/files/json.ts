/** Writes JSON as a stream: an object whose last member is a list that is read while it is sent. */
export function writeJson(
  members: Record<string, unknown>,
  name: string,
  list: AsyncIterable<unknown>,
): ReadableStream<Uint8Array> {
  const chunks = inChunks(textOf(members, name, list));
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}

// A line for each entry of the list, so that a person finds their way in it, too.
async function* textOf(members: Record<string, unknown>, name: string, list: AsyncIterable<unknown>) {
  const open = JSON.stringify(members, null, 2).replace(/\n\}$/, '');
  yield `${open},\n  ${JSON.stringify(name)}: [`;
  let before = '\n';
  for await (const entry of list) {
    yield `${before}    ${JSON.stringify(entry)}`;
    before = ',\n';
  }
  yield '\n  ]\n}\n';
}

const chunkLength = 16_384;

async function* inChunks(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let chunk = '';
  for await (const part of parts) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    yield encoder.encode(chunk);
    chunk = '';
  }
  yield encoder.encode(chunk);
}
