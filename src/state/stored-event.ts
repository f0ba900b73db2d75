import type { SQLOutputValue } from "node:sqlite";
import type { Event } from "../model/event.ts";

/**
 * Events of a record. They are taken as they were written: by this program, with a version in the database, and later
 * versions only add fields.
 */
export function eventsFrom(rows: readonly Record<string, SQLOutputValue>[]): readonly Event[] {
  return rows.map((row) => {
    const event: Event = JSON.parse(String(row["body"]));
    return event;
  });
}
