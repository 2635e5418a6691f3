// The codes of the book "lamp". Generated from its rows: change them there.
// The envelope has no schema, so the type of the bodies is unknown.
// The schema of the envelope does not mark the code, so there are no guards for bodies.

/** The rows of the book by identifier; `retryAfter` is in seconds. */
export const CODES = {
  /** The lamp is dark. */
  ["__proto__"]: { status: 404, message: "No light", retry: null, retryAfter: null, replacement: null },
} as const;

/** The retired identifiers: they are never used again. */
export const RETIRED = [] as const;

/** The identifier of a code. */
export type LampCode = keyof typeof CODES;

/** The status of a code. */
export type LampStatus = (typeof CODES)[LampCode]["status"];

/** The body of an error. The envelope has no schema. */
export type LampBody = unknown;

/** The bodies of the errors by code. */
export type LampErrors = {
  "__proto__": LampBody;
};

/** The body of an error with any code of the book. */
export type LampError = LampErrors[LampCode];

/** Returns true if the value is the identifier of a code of the book. */
export function isCode(value: unknown): value is LampCode {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(CODES, value);
}
