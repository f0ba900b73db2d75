import { createDecipheriv, createHash } from "node:crypto";

/** Whether a password of settings.xml is encrypted: `{…}`, with anything around it as a remark, and braces escaped by `\`. */
export function isEncrypted(password: string): boolean {
  return /(?<!\\)\{[^}]+(?<!\\)\}/.test(password);
}

/** The passphrase of the master password itself; it is fixed in Maven 3, so that secrecy is the file's mode. */
export const masterPassphrase = "settings.security";

/**
 * Undoes what `mvn --encrypt-password` does: AES-128-CBC, whose key and vector are a SHA-256 of passphrase and salt.
 * The decoded text is 8 bytes of salt, one byte that counts the padding, the cipher text, and the padding.
 * undefined where the passphrase is not the right one.
 */
export function decryptPassword(password: string, passphrase: string): string | undefined {
  const encoded = /(?<!\\)\{([^}]+)(?<!\\)\}/.exec(password)?.[1] ?? "";
  const bytes = Buffer.from(encoded, "base64");
  const [salt, padding] = [bytes.subarray(0, 8), bytes[8] ?? 0];
  const keyAndVector = createHash("sha256").update(passphrase, "utf8").update(salt).digest();
  const cipher = createDecipheriv("aes-128-cbc", keyAndVector.subarray(0, 16), keyAndVector.subarray(16, 32));
  try {
    const text = cipher.update(bytes.subarray(9, bytes.length - padding));
    return Buffer.concat([text, cipher.final()]).toString("utf8");
  } catch {
    // OpenSSL only says that the padding does not fit, which is what a wrong passphrase looks like.
    return undefined;
  }
}
