// The codes of the book "garage". Generated from its rows: change them there.

/** The rows of the book by identifier; `retryAfter` is in seconds. */
export const CODES = {
  /** The cart holds nothing that could be ordered. */
  "CART-1001": { status: 409, message: "The cart is empty", retry: null, retryAfter: null, replacement: null },
  /**
   * Less is in stock than was asked for.
   *
   * # Since when
   * - a list
   *   - and one in it
   *
   * Underlined
   * ----------
   * What looks like the end of a comment, `*\/`, is none.
   */
  "CART-1002": { status: 409, message: "Not enough in stock", retry: "after", retryAfter: 30, replacement: null },
  /**
   * The name of the cart is taken.
   * @deprecated use "CART-1001"
   */
  "CART-1003": { status: 409, message: "A *cart* | \"named\" <so> is\\there", retry: "never", retryAfter: null, replacement: "CART-1001" },
  /** Nobody is signed in. */
  "CART-1004": { status: 401, message: "Sign in first", retry: null, retryAfter: null, replacement: null },
  /** The cart cannot be read at the moment. */
  "CART-1005": { status: 503, message: "Try again", retry: "at_once", retryAfter: null, replacement: null },
} as const;

/** The retired identifiers: they are never used again. */
export const RETIRED = ["CART-1000", "CART-0999"] as const;

/** The query parameter that suppresses statuses if its value is `true`. */
export const SUPPRESSION = "always_200";

/** The identifier of a code. */
export type GarageCode = keyof typeof CODES;

/** The status of a code. */
export type GarageStatus = (typeof CODES)[GarageCode]["status"];

/** A problem as RFC 9457 describes it. */
export type GarageBody = {
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
export type GarageErrors = {
  "CART-1001": GarageBody & { code: "CART-1001"; status: 409 };
  "CART-1002": GarageBody & { code: "CART-1002"; status: 409; part?: number; available?: number; since?: string; share?: number; reserved?: boolean };
  "CART-1003": GarageBody & { code: "CART-1003"; status: 409 };
  "CART-1004": GarageBody & { code: "CART-1004"; status: 401 };
  "CART-1005": GarageBody & { code: "CART-1005"; status: 503 };
};

/** The body of an error with any code of the book. */
export type GarageError = GarageErrors[GarageCode];

/** The codes that each operation can return. */
export type GarageOperations = {
  "DELETE /v1/cars/{id}": string;
  "GET /v1/cars/{id}": "CART-1001" | "CART-1004";
  "PUT /v1/cars/{id}": "CART-1001" | "not_of_the_book";
};

/** The body of an error of an operation. */
export type GarageErrorOf<O extends keyof GarageOperations> = GarageErrors[Extract<GarageCode, GarageOperations[O]>];

/** Returns true if the value is the identifier of a code of the book. */
export function isCode(value: unknown): value is GarageCode {
  return typeof value === "string" && Object.prototype.hasOwnProperty.call(CODES, value);
}

/** Returns the code of a body, if it is a code of the book. */
export function codeOf(body: unknown): GarageCode | undefined {
  const code = member(body, "code");
  return isCode(code) ? code : undefined;
}

/** Returns true if the body has a code of the book and its status. The rest of the body is not checked. */
export function isGarageError(value: unknown): value is GarageError {
  const code = codeOf(value);
  return code !== undefined && member(value, "status") === CODES[code].status;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
