/** An element of an XML file. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** The text directly inside, trimmed. */
  readonly text: string;
}

/** What is wrong with an XML text, and on which line. */
export class XmlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)|</g;

/**
 * The root element of `source`: enough of XML for Maven's settings and metadata, which use neither attributes nor
 * entities of their own. Throws an XmlError for what is not well-formed.
 */
export function parseXml(source: string): XmlElement {
  const document = { name: "", children: new Array<XmlElement>(), text: "" };
  const open = [document];
  for (const match of source.replace(/^\uFEFF/, "").matchAll(token)) {
    const [whole, cdata, slash, name, , selfClosing, text] = match;
    const inside = open.at(-1) ?? document;
    if (whole === "<") throw new XmlError("there is a `<` that begins no element", lineAt(source, match.index));
    if (cdata !== undefined) inside.text += cdata;
    else if (text !== undefined) inside.text += decoded(text);
    else if (slash === "/") close(open, name, () => lineAt(source, match.index));
    else if (name !== undefined) {
      const element = { name, children: new Array<XmlElement>(), text: "" };
      inside.children.push(element);
      if (selfClosing !== "/") open.push(element);
    }
  }
  const [root] = document.children;
  const unclosed = open.at(-1);
  if (unclosed !== document && unclosed !== undefined)
    throw new XmlError(`<${unclosed.name}> is never closed`, lineAt(source, source.length));
  if (root === undefined) throw new XmlError("there is no element", 1);
  return root;
}

function close(open: { name: string; text: string }[], name: string | undefined, line: () => number): void {
  const element = open.length > 1 ? open.pop() : undefined;
  if (element === undefined || element.name !== name) throw new XmlError(`</${name}> closes nothing`, line());
  element.text = element.text.trim();
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name = "") => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[String(name)] ?? whole;
  });
}

/** All elements reached by going down `path` from `element`. */
export function elementsAt(element: XmlElement | undefined, ...path: readonly string[]): readonly XmlElement[] {
  let found = element === undefined ? [] : [element];
  for (const name of path) found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  return found;
}

/** The text of the child called `name`; undefined where there is none or it is empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text || undefined;
}
