// Text in XML 1.0: what has a meaning there is written as a reference, what may not be there at all is replaced.

/** Everything that XML 1.0 does not allow, single halves of surrogate pairs included. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser makes spaces of these in an attribute, and a line feed of a carriage return anywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Value of an attribute, without its quotes; a parser gives back the same text. */
export function attributeText(text: string): string {
  return allowed(text).replace(/[&<>"'\t\n\r]/g, (character) => references[character] ?? character);
}

/** Content of an element; a parser gives back the same text. */
export function contentText(text: string): string {
  return allowed(text).replace(/[&<>\r]/g, (character) => references[character] ?? character);
}

/** An element with its attributes in the order given, on lines of its own. `children` are elements. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attributeText(String(value))}"`)];
  if (children.length === 0) return `<${head.join(' ')}/>`;
  const inner = children.join('\n');
  return `<${head.join(' ')}>\n${inner}\n</${name}>`;
}

/** An element with text in it. */
export function textElement(name: string, attributes: Readonly<Record<string, string>>, text: string): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attributeText(value)}"`)];
  return `<${head.join(' ')}>${contentText(text)}</${name}>`;
}

function allowed(text: string): string {
  return text.replace(forbidden, '\ufffd');
}
