// What a client does with the modules of the three books, and of the book of the tests, which has parameters: it compiles only if the types narrow, and runs only if the guards
// tell errors from other values. `.ci/exports` does both.

import * as ayanova from "./ayanova";
import * as cart from "./cart";
import * as garage from "./garage";
import * as http from "./http";
import * as primaerp from "./primaerp";

function assert(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}

/** Fails to compile where a value can still be something. */
function never(value: never): never {
  throw new Error(String(value));
}

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const statusIsLiteral: Same<(typeof primaerp.CODES)["PE01-1101"]["status"], 404> = true;
const identifiersAreText: Same<Extract<ayanova.AyanovaCode, number>, never> = true;
const nullIsTold: Same<primaerp.PrimaerpBody["description"], string | null> = true;
const bodyOfACode: Same<primaerp.PrimaerpErrors["PE01-1101"]["status"], 404> = true;
assert(statusIsLiteral && identifiersAreText && nullIsTold && bodyOfACode, "the types are those of the rows");

// @ts-expect-error There is no such code.
const unknownCode: primaerp.PrimaerpCode = "PE01-0000";
// @ts-expect-error No code has this status.
const unknownStatus: primaerp.PrimaerpStatus = 418;
assert(!primaerp.isCode(unknownCode) && Number(unknownStatus) === 418, "what is no code is none");

const notFound: unknown = JSON.parse(
  '{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}',
);

function describe(body: unknown): string {
  if (!primaerp.isPrimaerpError(body)) {
    return "something else";
  }
  switch (body.code) {
    case "PE01-1101": {
      const status: 404 = body.status;
      return `${status} ${body.description ?? body.message}`;
    }
    case "PE01-1104":
      return body.constraintViolations.map((violation) => `${violation.field}: ${violation.message}`).join("; ");
    default:
      return primaerp.CODES[body.code].message;
  }
}

assert(describe(notFound) === "404 Object not found", "an error of primaERP is read");
for (const other of [null, undefined, 7, "PE01-1101", [], {}, { code: "PE01-1101" }, { code: "toString", status: 404 }]) {
  assert(describe(other) === "something else", `${JSON.stringify(other)} is no error of primaERP`);
}
assert(describe({ ...(notFound as object), status: 409 }) === "something else", "a code has one status");

const invalid: unknown = JSON.parse(
  '{"error":{"code":"2200","details":[{"message":"255 max","target":"name","error":"2202"}],"message":"Validation error"}}',
);
assert(ayanova.isAyanovaError(invalid), "an error of AyaNova is told");
if (ayanova.isAyanovaError(invalid) && invalid.error.code === "2200") {
  const code: "2200" = invalid.error.code;
  assert(ayanova.CODES[code].status === 400 && invalid.error.details?.[0]?.error === "2202", "its details are read");
}
assert(ayanova.codeOf(invalid) === "2200" && ayanova.codeOf({ error: null }) === undefined, "its code is found");

const problem: unknown = JSON.parse('{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}');
if (http.isHttpError(problem)) {
  if (problem.status === 404) {
    const code: "not_found" = problem.code;
    assert(problem.title === http.CODES[code].message, "a problem is narrowed by its status, too");
  } else {
    assert(false, "the status is 404");
  }
} else {
  assert(false, "a problem is told");
}

const outOfStock: unknown = JSON.parse(
  '{"type":"about:blank","title":"Not enough in stock","status":409,"code":"CART-1002","part":7,"available":3}',
);
if (cart.isCartError(outOfStock) && outOfStock.code === "CART-1002") {
  const available: number | undefined = outOfStock.available;
  assert(available === 3, "a code has its parameters");
} else {
  assert(false, "a code is narrowed");
}
const empty = (body: cart.CartErrors["CART-1001"]): string => {
  // @ts-expect-error Another code's parameter.
  return String(body.available);
};
assert(typeof empty === "function", "a code has no other's parameters");

/** A client that forgets none of the three ways to retry. */
function wait(code: http.HttpCode): number | undefined {
  const row: { retry: "never" | "at_once" | "after" | null; retryAfter: number | null } = http.CODES[code];
  switch (row.retry) {
    case "never":
    case null:
      return undefined;
    case "at_once":
      return 0;
    case "after":
      return row.retryAfter ?? 0;
    default:
      return never(row.retry);
  }
}
assert(wait("service_unavailable") !== undefined && wait("not_implemented") === undefined, "the book says what to retry");

// The codes of an operation are a union that a switch exhausts.
function told(code: garage.GarageOperations["GET /v1/cars/{id}"]): string {
  switch (code) {
    case "CART-1001":
      return "empty";
    case "CART-1004":
      return "signed out";
    default:
      return never(code);
  }
}
assert(told("CART-1001") === "empty", "an operation has the codes that its document declares");
// @ts-expect-error The operation does not answer this code.
const notOfTheOperation: garage.GarageOperations["GET /v1/cars/{id}"] = "CART-1002";
assert(String(notOfTheOperation) === "CART-1002", "another code is of another operation");
const bodyOfTheOperation: Same<garage.GarageErrorOf<"GET /v1/cars/{id}">["code"], "CART-1001" | "CART-1004"> = true;
const codesOfOtherBooks: Same<garage.GarageOperations["PUT /v1/cars/{id}"], "CART-1001" | "not_of_the_book"> = true;
const bodiesOfTheBookOnly: Same<garage.GarageErrorOf<"PUT /v1/cars/{id}">["code"], "CART-1001"> = true;
const openOperation: Same<garage.GarageOperations["DELETE /v1/cars/{id}"], string> = true;
assert(bodyOfTheOperation && codesOfOtherBooks && bodiesOfTheBookOnly && openOperation, "operations have their types");
