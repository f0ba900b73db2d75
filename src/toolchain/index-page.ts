import * as v from "valibot";

/** A file that an index lists. */
export interface ListedFile {
  readonly file: string;
  readonly url: URL;
  readonly sha256?: string;
}

/** What we ask an index for; the older HTML form is what some mirrors only have. */
export const indexAccept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1";

const jsonPage = v.object({
  files: v.array(
    v.object({ filename: v.string(), url: v.string(), hashes: v.optional(v.record(v.string(), v.string()), {}) }),
  ),
});

/** The files of a page of the "simple" index (PEP 503, PEP 691), or of any page with links; none where it is neither. */
export function readIndexPage(text: string, contentType: string, base: URL): readonly ListedFile[] {
  return contentType.includes("json") ? filesOfJson(text, base) : filesOfHtml(text, base);
}

function filesOfJson(text: string, base: URL): readonly ListedFile[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return []; // The caller says that the page lists no such file.
  }
  const page = v.safeParse(jsonPage, value);
  if (!page.success) return [];
  return page.output.files.flatMap(({ filename, url, hashes }) => listed(filename, url, base, hashes["sha256"]));
}

function filesOfHtml(text: string, base: URL): readonly ListedFile[] {
  return [...text.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["']/gi)].flatMap(([, href = ""]) => {
    const url = href.replaceAll("&amp;", "&");
    const [path = "", fragment] = url.split("#");
    const file = path.split("?")[0]?.split("/").at(-1) ?? "";
    return listed(safeDecode(file), url, base, /sha256=([0-9a-f]{64})/i.exec(fragment ?? "")?.[1]);
  });
}

function listed(file: string, href: string, base: URL, sha256: string | undefined): readonly ListedFile[] {
  if (!URL.canParse(href, base.href)) return [];
  const url = new URL(href, base);
  url.hash = "";
  return [{ file, url, ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }) }];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign belongs to the name.
  }
}
