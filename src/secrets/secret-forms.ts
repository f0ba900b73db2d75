/** Shorter ones would take ordinary words out of every log. */
export const shortestRedacted = 8;

/** Every form in which a secret is recognised: as it is, URL-encoded, JSON-escaped, and in base64 wherever it stands. */
export function secretForms(secret: string): string[] {
  const text = secret.toWellFormed();
  const forms = [secret, ...urlForms(text), ...jsonForms(text), ...base64Forms(Buffer.from(text, "utf8"))];
  return [...new Set(forms)];
}

function urlForms(text: string): string[] {
  const encoded = encodeURIComponent(text);
  // RFC 3986 and forms encode these too.
  const strict = encoded.replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = [encoded, strict, strict.replaceAll("%20", "+"), encoded.replaceAll("%20", "+"), encodeURI(text)];
  return [...all, ...all.map((form) => form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

function jsonForms(text: string): string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const slashed = escaped.replaceAll("/", "\\/");
  const ascii = (form: string, hex: (code: string) => string) =>
    form.replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${hex(c.charCodeAt(0).toString(16).padStart(4, "0"))}`);
  const plain = [escaped, slashed];
  return [
    ...plain,
    ...plain.flatMap((form) => [ascii(form, (code) => code), ascii(form, (code) => code.toUpperCase())]),
  ];
}

/** What the bytes look like in base64 after 0, 1 or 2 other bytes (mod 3), without the letters that neighbours change. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const form = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
