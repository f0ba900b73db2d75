import type { Link } from "./link.ts";

/**
 * Keeps a link alive and watches that it is: sends an empty line when nothing was sent for a third of `silenceMs`, and
 * calls `onSilent` once when nothing was heard for all of it. Returns the function that ends the watch.
 */
export function watchSilence(link: Link, silenceMs: number, onSilent: () => void): () => void {
  const everyMs = Math.max(1, silenceMs / 6);
  let lastTick = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const lateMs = now - lastTick - everyMs;
    lastTick = now;
    if (now - link.spokeAt >= silenceMs / 3) link.write("\n");
    // When this process itself was held up, bytes may lie unread: give the peer the lost time back.
    if (lateMs > everyMs) link.excuse(lateMs);
    if (link.paused || now - link.heardAt < silenceMs) return;
    clearInterval(timer);
    onSilent();
  }, everyMs);
  return () => clearInterval(timer);
}
