/** Colours by what they say, so that all reports say it alike; without colour, the text as it is. */
export interface Paint {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly name: (text: string) => string;
  readonly faint: (text: string) => string;
}

const reset = "\u001b[0m";

export function paintFor(colour: boolean): Paint {
  const style = (code: string) => (text: string) => (colour && text !== "" ? `\u001b[${code}m${text}${reset}` : text);
  return {
    title: style("1"),
    good: style("32"),
    bad: style("31"),
    warn: style("33"),
    name: style("36"),
    faint: style("2"),
  };
}
