"use strict";

// A callback can have any name, even `page` or `home`. Therefore these are saved first.
const page = parent;
const home = new URL(location.href).origin;

addEventListener("message", ({ source, data }) => {
  if (source !== page) return;
  const calls = [];
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  define(data.callback, (...given) => calls.push(given));
  const script = document.createElement("script");
  script.onload = script.onerror = ({ type }) => page.postMessage({ event: type, calls, errors }, home);
  script.src = data.source;
  document.head.append(script);
});

/** Defines the function as `name`, `a.name` or `a[0].name`. Does nothing if the browser reserves the name. */
function define(name, called) {
  const segments = name.match(/[\w$]+/g) ?? [];
  const last = segments.pop();
  try {
    let owner = window;
    for (const segment of segments) owner = owner[segment] ??= {};
    Object.defineProperty(owner, last, { value: called });
  } catch {
    // The callback is not called, and the result says so.
  }
}
