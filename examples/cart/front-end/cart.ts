// The codes of the book "cart". Generated from its rows: change them there.

/** The rows of the book by identifier; `retryAfter` is in seconds. */
export const CODES = {
  /** The body does not keep the rules of a wish. */
  "CART-1001": { status: 422, message: "The wish is not valid", retry: "never", retryAfter: null, replacement: null },
  /** No part has this number. */
  "CART-1002": { status: 404, message: "No such part", retry: "never", retryAfter: null, replacement: null },
  /** Less is in stock than was asked for. */
  "CART-1003": { status: 409, message: "Not enough in stock", retry: null, retryAfter: null, replacement: null },
  /** The stock is being counted, and nobody knows what is there. */
  "CART-2001": { status: 503, message: "The stock is being counted", retry: "after", retryAfter: 120, replacement: null },
  /** The stock's ledger cannot be read; the log says why. */
  "CART-2002": { status: 500, message: "The stock cannot be read", retry: null, retryAfter: null, replacement: null },
} as const;

/** The retired identifiers: they are never used again. */
export const RETIRED = ["CART-1000"] as const;

/** The query parameter that suppresses statuses if its value is `true`. */
export const SUPPRESSION = "suppress_response_code";

/** The identifier of a code. */
export type CartCode = keyof typeof CODES;

/** The status of a code. */
export type CartStatus = (typeof CODES)[CartCode]["status"];

/** A problem as RFC 9457 describes it. */
export type CartBody = {
  /** A URI of the kind of problem, or `about:blank`. */
  type: string;
  /** The short message of the code. */
  title: string;
  /** The HTTP status, even if the response is sent as a 200. */
  status: number;
  /** What happened this time, for people. */
  detail?: string;
  /** A URI of this occurrence of the problem. */
  instance?: string;
  /** The code. */
  code?: string;
  /** What is wrong with which part of the request. */
  errors?: Array<{
    /** What is wrong, for people. */
    detail: string;
    /** The field: a JSON Pointer as a URI fragment. */
    pointer?: string;
    /** The parameter of the path or the query. */
    parameter?: string;
    /** The header. */
    header?: string;
    /** The name of the constraint: `required`. */
    code: string;
  }>;
};

/** The bodies of the errors by code. */
export type CartErrors = {
  "CART-1001": CartBody & { code: "CART-1001"; status: 422 };
  "CART-1002": CartBody & { code: "CART-1002"; status: 404; part?: number };
  "CART-1003": CartBody & { code: "CART-1003"; status: 409; part?: number; available?: number };
  "CART-2001": CartBody & { code: "CART-2001"; status: 503 };
  "CART-2002": CartBody & { code: "CART-2002"; status: 500 };
};

/** The body of an error with any code of the book. */
export type CartError = CartErrors[CartCode];

/** Returns true if the value is the identifier of a code of the book. */
export function isCode(value: unknown): value is CartCode {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(CODES, value);
}

/** Returns the code of a body, if it is a code of the book. */
export function codeOf(body: unknown): CartCode | undefined {
  const code = member(body, "code");
  return isCode(code) ? code : undefined;
}

/** Returns true if the body has a code of the book and its status. The rest of the body is not checked. */
export function isCartError(value: unknown): value is CartError {
  const code = codeOf(value);
  return code !== undefined && member(value, "status") === CODES[code].status;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
