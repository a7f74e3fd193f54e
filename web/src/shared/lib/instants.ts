import { formatMoment } from "./time";

/** A sentence of the program's in which instants stand as machines write them (`2026-03-04T10:12:05Z`), as people read them. */
export const withInstants = (text: string, timeZone?: string) =>
  text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g, (instant) =>
    formatMoment(instant, undefined, timeZone),
  );
