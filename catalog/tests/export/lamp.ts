// The codes of the book "lamp". Made from its rows: change them there.
// Its envelope does not say what its bodies look like: they are unknown here.
// The envelope does not say where the code is, so that there is no guard that looks for it.

/** The rows of the book by identifier; `retryAfter` is in seconds. */
export const CODES = {
  /** The lamp is dark. */
  ["__proto__"]: { status: 404, message: "No light", retry: null, retryAfter: null, replacement: null },
} as const;

/** The identifiers that were codes once and are never used again. */
export const RETIRED = [] as const;

/** The identifier of a code. */
export type LampCode = keyof typeof CODES;

/** The status of a code. */
export type LampStatus = (typeof CODES)[LampCode]["status"];

/** The body of an error, in an envelope that does not describe itself. */
export type LampBody = unknown;

/** The bodies of the errors, by their codes. */
export type LampErrors = {
  "__proto__": LampBody;
};

/** The body of an error of any code of the book. */
export type LampError = LampErrors[LampCode];

/** Returns true if the value is the identifier of a code of the book. */
export function isCode(value: unknown): value is LampCode {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(CODES, value);
}
