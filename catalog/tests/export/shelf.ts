// The codes of the book "my-shelf". Generated from its rows: change them there.

/** The rows of the book by identifier; `retryAfter` is in seconds. */
export const CODES = {
  /** The shelf is full. */
  "shelf full": { status: 409, message: "The shelf is full", retry: null, retryAfter: null, replacement: null },
  /** The shelf is locked. */
  "shelf/full": { status: 423, message: "The shelf is locked", retry: null, retryAfter: null, replacement: null },
} as const;

/** The retired identifiers: they are never used again. */
export const RETIRED = [] as const;

/** The identifier of a code. */
export type MyShelfCode = keyof typeof CODES;

/** The status of a code. */
export type MyShelfStatus = (typeof CODES)[MyShelfCode]["status"];

/** An error in an object. */
export type MyShelfBody = {
  /** The error. */
  failure: {
    /** The code. */
    id: string;
    /** What happened, for people. */
    text: string;
    /** The parameters. */
    values?: object;
  };
};

/** The bodies of the errors by code. */
export type MyShelfErrors = {
  "shelf full": MyShelfBody & { failure: { id: "shelf full"; values?: { room?: number } } };
  "shelf/full": MyShelfBody & { failure: { id: "shelf/full" } };
};

/** The body of an error with any code of the book. */
export type MyShelfError = MyShelfErrors[MyShelfCode];

/** Returns true if the value is the identifier of a code of the book. */
export function isCode(value: unknown): value is MyShelfCode {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(CODES, value);
}

/** Returns the code of a body, if it is a code of the book. */
export function codeOf(body: unknown): MyShelfCode | undefined {
  const code = member(member(body, "failure"), "id");
  return isCode(code) ? code : undefined;
}

/** Returns true if the body has a code of the book and its status. The rest of the body is not checked. */
export function isMyShelfError(value: unknown): value is MyShelfError {
  const code = codeOf(value);
  return code !== undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
