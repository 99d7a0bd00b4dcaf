// Reads the data that the page carries: gzip in base64, by its key.

/** The bytes of the element with this key; rejects where it is missing or damaged. */
export async function embeddedBytes(key: string): Promise<Uint8Array<ArrayBuffer>> {
  const element = document.querySelector(`script[data-key="${CSS.escape(key)}"]`);
  if (element === null) throw new Error(`The page has no data "${key}".`);
  const packed = Uint8Array.from(atob(element.textContent.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function embeddedJson(key: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await embeddedBytes(key)));
}
