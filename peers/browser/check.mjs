#!/usr/bin/env node
// Looks at pages as visitors do and tells what is wrong with them. See README.md.

import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { becomeVisitor, CannotLook, newPage, open, readBase, SCHEMES, viewport } from "./looking.mjs";

const USAGE = `usage: node check.mjs --base URL --paths /a,/b,404:/c [--cookie NAME=VALUE] [options]
       node check.mjs --visits [options]
  --paths    pages to look at; "404:" before a path says which status it answers (default 200)
  --visits   reads them from standard input instead, as JSON: [{"name", "url", "status", "cookie", "html", "policy"}]. One with
             "html" is a page that was got already, with its Content-Security-Policy, and is shown as if that address answered it
  --out      writes check.json there, and a picture of each page with a violation
  --shots    with --out: a picture of every page
  --js       off: with JavaScript switched off in the browser
  --locale   the language that the browser asks for (default en)
  --widths   1280,360,320 or some of them, in pixels
  --schemes  light,dark or one of them`;
const WIDTHS = [1280, 360, 320];
// As many pages are looked at at once.
const EYES = 3;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What a page and all that its first paint needs may weigh, in bytes before they are packed; without media.
const MOST_BYTES = 60_000;
const WEIGHED = ["document", "stylesheet", "script"];
// axe's rules that look at colours.
const COLOURS = ["color-contrast", "link-in-text-block"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MAX_NODES = 5;
const EVALUATION_TIMEOUT_MS = 30_000;

function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: {
      base: text,
      paths: text,
      visits: { type: "boolean", default: false },
      out: text,
      shots: { type: "boolean", default: false },
      js: { ...text, default: "on" },
      cookie: text,
      locale: { ...text, default: "en" },
      widths: { ...text, default: WIDTHS.join() },
      schemes: { ...text, default: SCHEMES.join() },
    },
  });
  if (!["on", "off"].includes(values.js)) throw new CannotLook("--js is on or off");
  const some = (name, of) => {
    const chosen = of.filter((one) => values[name].split(",").includes(String(one)));
    if (chosen.length !== values[name].split(",").length) throw new CannotLook(`--${name} are some of ${of.join()}`);
    return chosen;
  };
  return {
    visits: values.visits ? readVisits() : readPaths(values),
    out: values.out,
    shots: values.shots && values.out != null,
    javaScript: values.js === "on",
    locale: values.locale,
    widths: some("widths", WIDTHS),
    schemes: some("schemes", SCHEMES),
  };
}

function readPaths(values) {
  const base = readBase(values.base);
  const visits = (values.paths ?? "").split(",").filter(Boolean).map((entry) => {
    const [, status, path] = /^(?:(\d{3}):)?(\/.*)$/.exec(entry) ?? [];
    if (path == null) throw new CannotLook(`a path begins with "/", unlike ${JSON.stringify(entry)}`);
    return { name: path, base: new URL(path, base), status: Number(status ?? 200), cookie: values.cookie };
  });
  if (visits.length === 0) throw new CannotLook("--paths names no page");
  return visits;
}

function readVisits() {
  const visits = JSON.parse(readFileSync(0, "utf8"));
  if (visits.length === 0) throw new CannotLook("no visit came over standard input");
  return visits.map(({ url, ...rest }) => ({ ...rest, base: readBase(url) }));
}

/** Writes down what goes wrong while a page loads; nothing leaves for another host, and the page stays where it is. */
async function watch(page, { base, status, html, policy }) {
  const seen = [];
  let arrived = false;
  const listeners = [];
  const parts = [];
  const on = (event, listener) => {
    page.on(event, listener);
    listeners.push([event, listener]);
  };
  await page.route("**/*", (route) => {
    const request = route.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      // Some pages lead on by themselves; here they are looked at.
      if (arrived) return route.abort("aborted");
      arrived = true;
      const headers = { "content-type": "text/html; charset=utf-8", ...(policy ? { "content-security-policy": policy } : {}) };
      return html == null ? route.continue() : route.fulfill({ status, headers, body: html });
    }
    const url = new URL(request.url());
    if (url.host === base.host || ["data:", "blob:"].includes(url.protocol)) return route.continue();
    seen.push({ rule: "foreign-request", help: "the page asks another host", detail: url.href });
    return route.abort();
  });
  const here = (url) => new URL(url).host === base.host;
  on("console", (message) => {
    // Chromium reports the answer's status as an error; whether it is the right one is looked at below.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    seen.push({ rule: "console-error", help: "an error on the console", detail: message.text() });
  });
  on("pageerror", (error) => seen.push({ rule: "page-error", help: "a script failed", detail: String(error) }));
  on("response", (response) => {
    const request = response.request();
    const expected = request.isNavigationRequest() && request.frame() === page.mainFrame() ? status : 200;
    const fine = expected === response.status() || (expected === 200 && response.status() < 400);
    if (WEIGHED.includes(request.resourceType())) parts.push({ kind: request.resourceType(), bytes: response.body().then((body) => body.length) });
    if (!fine) seen.push({ rule: "status", help: `expected ${expected}`, detail: `${response.status()} ${response.url()}` });
  });
  on("requestfailed", (request) => {
    if (!here(request.url()) || (arrived && request.isNavigationRequest())) return;
    // A video that the page does not play is given up by the browser itself.
    if (request.resourceType() === "media" && request.failure()?.errorText === "net::ERR_ABORTED") return;
    seen.push({ rule: "request-failed", help: request.failure()?.errorText, detail: request.url() });
  });
  const weigh = async () => {
    const bytes = (await Promise.all(parts.map((part) => part.bytes))).reduce((sum, part) => sum + part, 0);
    if (bytes > MOST_BYTES) seen.push({ rule: "weight", help: `at most ${MOST_BYTES} bytes`, detail: String(bytes) });
    const sheets = parts.filter((part) => part.kind === "stylesheet").length;
    if (sheets > 1) seen.push({ rule: "weight", help: "one stylesheet", detail: String(sheets) });
  };
  const end = async () => {
    for (const [event, listener] of listeners) page.off(event, listener);
    await page.unroute("**/*");
  };
  return { seen, weigh, end };
}

/** Speaks the debugging protocol to a page, which the page's Content-Security-Policy does not bind. */
class Probe {
  #session;

  static async of(page) {
    const probe = new Probe();
    probe.#session = await page.context().newCDPSession(page);
    return probe;
  }

  async allowScripts(allowed) {
    await this.#session.send("Emulation.setScriptExecutionDisabled", { value: !allowed });
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await before(
      this.#session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }),
    );
    if (exceptionDetails != null) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}

async function before(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page gave no answer within ${EVALUATION_TIMEOUT_MS} ms`)), EVALUATION_TIMEOUT_MS);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs in the page: puts every transition and animation at its end, so that no colour is met halfway. */
function settle() {
  for (const animation of document.getAnimations()) {
    try {
      animation.finish();
    } catch {
      animation.cancel();
    }
  }
}

/** Runs in the page. */
function overflow() {
  const root = document.documentElement;
  const width = root.clientWidth;
  if (root.scrollWidth <= width && document.body.scrollWidth <= Math.max(width, document.body.clientWidth)) return null;
  const name = (element) => element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "") + [...element.classList].map((c) => `.${c}`).join("");
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1);
  });
  return { width, scrollWidth: Math.max(root.scrollWidth, document.body.scrollWidth), elements: wide.slice(0, 8).map(name) };
}

/** One page, loaded once, at every width and in every colour scheme. */
async function look(page, probe, options, visit) {
  const { seen, weigh, end } = await watch(page, visit);
  const looks = [];
  try {
    await page.setViewportSize(viewport(options.widths[0]));
    await page.emulateMedia({ colorScheme: options.schemes[0] });
    await probe.allowScripts(options.javaScript);
    await page.goto(visit.base.href, { waitUntil: "load" });
    await weigh();
    // With JavaScript off the page's own scripts have not run and no longer will; axe needs its timers.
    await probe.allowScripts(true);
    await probe.evaluate(`${AXE};0`);
    for (const width of options.widths) {
      await page.setViewportSize(viewport(width));
      for (const [at, scheme] of options.schemes.entries()) {
        await page.emulateMedia({ colorScheme: scheme });
        // Another scheme has other colours, and nothing else.
        const { violations, review } = await judge(probe, at > 0);
        violations.unshift(...seen.splice(0));
        if (options.shots || (violations.length > 0 && options.out != null)) {
          const name = `${visit.name.replace(/[^\w-]+/g, "_")}-${options.locale}-${width}-${scheme}.png`;
          await page.screenshot({ path: join(options.out, name), fullPage: true });
        }
        const where = (result) => ({ page: visit.name, width, scheme, ...result });
        looks.push({ violations: violations.map(where), review: review.map(where) });
      }
    }
    // What went wrong while the last look was taken.
    looks.at(-1).violations.push(...seen.splice(0).map((found) => ({ page: visit.name, ...found })));
  } finally {
    await end();
  }
  return looks;
}

async function judge(probe, coloursOnly) {
  await probe.evaluate(`(${settle})()`);
  const wide = await probe.evaluate(`(${overflow})()`);
  const options = { runOnly: coloursOnly ? { type: "rule", values: COLOURS } : { type: "tag", values: TAGS }, resultTypes: ["violations", "incomplete"] };
  const { violations, incomplete } = await probe.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  const found = violations.map(summary);
  if (wide != null) {
    const help = `${wide.scrollWidth} px wide in a window of ${wide.width} px`;
    found.unshift({ rule: "horizontal-scrolling", help, nodes: wide.elements });
  }
  return { violations: found, review: incomplete.map(summary) };
}

function summary({ id, impact, help, helpUrl, nodes }) {
  const shown = nodes.slice(0, MAX_NODES).map(({ target, html, failureSummary, any }) => ({ target, html: html.slice(0, 300), why: failureSummary ?? any[0]?.message }));
  return { rule: id, impact, help, helpUrl, count: nodes.length, nodes: shown };
}

async function main() {
  const options = readOptions();
  if (options.out != null) await mkdir(options.out, { recursive: true });
  const browser = await open({ shell: true });
  const report = { pages: options.visits.length, javaScript: options.javaScript, locale: options.locale, looks: 0, violations: [], review: [] };
  const waiting = [...options.visits];
  const eye = async () => {
    const page = await newPage(browser, { width: options.widths[0], scheme: options.schemes[0], locale: options.locale });
    const probe = await Probe.of(page);
    for (let visit = waiting.shift(); visit != null; visit = waiting.shift()) {
      await becomeVisitor(page, visit);
      for (const { violations, review } of await look(page, probe, options, visit)) {
        report.looks += 1;
        report.violations.push(...violations);
        report.review.push(...review);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(EYES, waiting.length) }, eye));
  } finally {
    await browser.close();
  }
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (options.out != null) await writeFile(join(options.out, "check.json"), json);
  process.stdout.write(json);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  const usage = error instanceof CannotLook || error.code?.startsWith("ERR_PARSE_ARGS") ? `\n${USAGE}` : "";
  console.error(`check: ${error.message}${usage}`);
  process.exitCode = 2;
}
