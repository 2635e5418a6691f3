"use strict";

const id = (name) => document.getElementById(name);
const form = id("choice");
const chosen = (name) => form.querySelector(`[name="${name}"]:checked`);

/** The body of the last response, and the controller that stops the last request. */
let body = "";
let stop = new AbortController();

/** Shows the parts of the form that apply to the chosen book and delivery. */
function fit() {
  const book = chosen("book");
  for (const codes of form.querySelectorAll("[data-codes-of]")) {
    codes.hidden = codes.dataset.codesOf !== book.value;
    codes.querySelector("select").disabled = codes.hidden;
  }
  const jsonp = form.querySelector('[value="jsonp"]');
  jsonp.disabled = !book.dataset.callback;
  id("jsonp-on").hidden = jsonp.disabled;
  id("jsonp-off").hidden = !jsonp.disabled;
  if (jsonp.disabled && jsonp.checked) form.querySelector('[value="plain"]').checked = true;
  id("callback-choice").hidden = !jsonp.checked;
  id("callback").disabled = !jsonp.checked;
}

/** Reads the choice from the address. Unknown values leave the form unchanged. */
function read() {
  const linked = new URLSearchParams(location.hash.slice(1));
  const check = (name) => {
    for (const input of form.querySelectorAll(`[name="${name}"]`)) {
      if (input.value === linked.get(name)) input.checked = true;
    }
  };
  check("book");
  check("delivery");
  if (linked.has("callback")) id("callback").value = linked.get("callback");
  fit();
  for (const option of form.querySelector("select:enabled").options) {
    if (option.value === linked.get("code")) option.selected = true;
  }
}

function target() {
  const book = chosen("book");
  const path = `${book.dataset.prefix}/raise/${encodeURIComponent(form.querySelector("select:enabled").value)}`;
  switch (chosen("delivery").value) {
    case "suppressed":
      return `${path}?${form.dataset.suppress}=true`;
    case "jsonp":
      return `${path}?${book.dataset.callback}=${encodeURIComponent(id("callback").value)}`;
    default:
      return path;
  }
}

async function send() {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const path = target();
  id("news").textContent = "Sending …";
  try {
    const [response, seen] = await Promise.all([here(path, signal), elsewhere(path, signal)]);
    if (signal.aborted) return;
    showResponse(path, response);
    showSeen(path, seen);
    id("results").hidden = false;
    const there = seen.calls.length > 0 ? "the callback was called" : `${seen.event} event, the callback was not called`;
    id("news").textContent = `${response.status} ${response.phrase}. On another origin: ${there}.`;
  } catch (error) {
    if (!signal.aborted) id("news").textContent = `The depot did not respond: ${error.message}`;
  }
}

/** Fetches the response from the origin of this page. */
async function here(path, signal) {
  const response = await fetch(path, { cache: "no-store", signal });
  return {
    status: response.status,
    phrase: response.statusText,
    headers: [...response.headers],
    redirected: response.redirected && new URL(response.url).pathname,
    body: await response.text(),
  };
}

/** Sends the body to the echo route of the book, and shows the response. */
async function sendBody() {
  const path = `${chosen("book").dataset.prefix}/echo`;
  id("body-news").textContent = "Sending …";
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: id("sent").value });
    id("body-response").textContent = prettified(await response.text());
    id("body-request").textContent = path;
    id("body-results").hidden = false;
    id("body-news").textContent = `${response.status} ${response.statusText}.`;
  } catch (error) {
    id("body-news").textContent = `The depot did not respond: ${error.message}`;
  }
}

/** Loads the response with a script tag, in a new page with an origin of its own. */
function elsewhere(path, signal) {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "A page on another origin";
    frame.sandbox = "allow-scripts";
    frame.src = "/try/elsewhere";
    const end = new AbortController();
    signal.addEventListener("abort", () => end.abort(), { signal: end.signal });
    end.signal.addEventListener("abort", () => frame.remove());
    const hear = ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      resolve(data);
      end.abort();
    };
    addEventListener("message", hear, { signal: end.signal });
    frame.addEventListener("load", () => {
      // A sandboxed frame has an opaque origin, which cannot be named here.
      frame.contentWindow.postMessage({ source: location.origin + path, callback: id("callback").value }, "*");
    });
    document.body.append(frame);
  });
}

function showResponse(path, response) {
  id("request").textContent = path;
  id("request").href = path;
  outcome(id("status"), response.status, response.phrase, response.status < 400);
  id("redirected").hidden = !response.redirected;
  id("redirected").querySelector("code").textContent = response.redirected || "";
  id("headers").replaceChildren(...response.headers.map(([name, value]) => header(name, value)));
  body = response.body;
  showBody();
}

/** Shows what the other page got, and explains it. */
function showSeen(path, { event, calls, errors }) {
  const called = calls.length > 0;
  id("meaning").textContent = called
    ? "The page got the whole error, although a script tag cannot read the status."
    : event === "error"
      ? "The page gets nothing else: no status, no headers, no body. It cannot tell this error from a server that is down."
      : "The script was loaded but did nothing, because JSON alone is not a program.";
  id("tag").textContent = `<script src="${location.origin + path}"><\/script>`;
  outcome(id("event"), event, "", called);
  id("called").textContent = !called ? "not called" : calls.length === 1 ? "called once, with" : `called ${calls.length} times, first with`;
  id("object").hidden = !called;
  id("object").textContent = called ? JSON.stringify(calls[0][0], null, 2) : "";
  id("errors").textContent = errors.length > 0 ? errors.join("; ") : "none";
}

function showBody() {
  const pretty = id("form-of-body").querySelector(":checked").value === "pretty";
  id("body").textContent = pretty ? prettified(body) : body;
}

function prettified(text) {
  const [, start, json, end] = /^(\/\*\*\/[^(]*\()(.*)(\);)$/s.exec(text) ?? [, "", text, ""];
  try {
    return start + JSON.stringify(JSON.parse(json), null, 2) + end;
  } catch {
    return text;
  }
}

function outcome(element, what, more, good) {
  const strong = document.createElement("strong");
  strong.textContent = what;
  strong.className = good ? "good" : "bad";
  element.replaceChildren(strong, ` ${more}`);
}

function header(name, value) {
  const group = document.createElement("div");
  const term = document.createElement("dt");
  const description = document.createElement("dd");
  term.textContent = name;
  description.textContent = value;
  group.append(term, description);
  return group;
}

form.addEventListener("change", fit);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const choice = new URLSearchParams(new FormData(form)).toString();
  // The address selects the request, so links and the back button do the same as the send button.
  if (location.hash === `#${choice}`) send();
  else location.hash = choice;
});
id("bodies").addEventListener("submit", (event) => {
  event.preventDefault();
  sendBody();
});
id("form-of-body").addEventListener("change", showBody);
addEventListener("hashchange", () => {
  read();
  send();
});

form.hidden = false;
id("bodies").hidden = false;
read();
send();
