import { renderTable } from "../plan/render-table.ts";
import { type Finding, inspectToolchain } from "../toolchain/inspect-toolchain.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import { giveUp } from "./tell.ts";
import { toolchainPorts } from "./toolchain-ports.ts";

const marks: Readonly<Record<Finding["status"], string>> = { ok: "✔", missing: "✖", unsupported: "✖" };

/** Says what runs depend on, what of it is there, and what mends the rest. Changes nothing. */
export async function examine({ format }: { readonly format: "text" | "json" }, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const findings = await inspectToolchain(
    {},
    toolchainPorts(folders.value, () => undefined, host),
  );
  const bad = findings.filter(({ status, required }) => required && status !== "ok");
  host.stdout.write(
    format === "json" ? `${JSON.stringify({ ok: bad.length === 0, findings }, null, 2)}\n` : text(findings),
  );
  return bad.length === 0 ? exitCodes.succeeded : exitCodes.environment;
}

function text(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, status, required, found, needed, fix }) => [
    `${status !== "ok" && !required ? "–" : marks[status]} ${name}`,
    found ?? (status === "missing" ? "missing" : ""),
    status === "ok" ? "" : (needed ?? ""),
    status === "ok" ? "" : (fix ?? ""),
  ]);
  return `${renderTable([["what", "found", "needed", "fix"], ...rows])}\n`;
}
