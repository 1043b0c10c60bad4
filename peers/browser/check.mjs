#!/usr/bin/env node
// Looks at pages as visitors do and tells what is wrong with them. See README.md.

import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CannotLook, newPage, open, readBase, SCHEMES } from "./looking.mjs";

const USAGE = `usage: node check.mjs --base URL --paths /a,/b,404:/c [--out DIR] [--js off] [--cookie NAME=VALUE]
  --paths  pages to look at; "404:" before a path says which status it answers (default 200)
  --out    writes check.json there, and a picture of each page with a violation
  --js     off: with JavaScript switched off in the browser`;
const WIDTHS = [1280, 360, 320];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MAX_NODES = 5;
const EVALUATION_TIMEOUT_MS = 30_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      base: { type: "string" },
      paths: { type: "string" },
      out: { type: "string" },
      js: { type: "string", default: "on" },
      cookie: { type: "string" },
    },
  });
  if (!["on", "off"].includes(values.js)) throw new CannotLook("--js is on or off");
  const pages = (values.paths ?? "").split(",").filter(Boolean).map((entry) => {
    const [, status, path] = /^(?:(\d{3}):)?(\/.*)$/.exec(entry) ?? [];
    if (path == null) throw new CannotLook(`a path begins with "/", unlike ${JSON.stringify(entry)}`);
    return { path, status: Number(status ?? 200) };
  });
  if (pages.length === 0) throw new CannotLook("--paths names no page");
  return { base: readBase(values.base), pages, out: values.out, javaScript: values.js === "on", cookie: values.cookie };
}

/** Writes down what goes wrong while a page loads; nothing leaves for another host. */
async function watch(page, base, status) {
  const seen = [];
  await page.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.host === base.host || ["data:", "blob:"].includes(url.protocol)) return route.continue();
    seen.push({ rule: "foreign-request", help: "the page asks another host", detail: url.href });
    return route.abort();
  });
  const here = (url) => new URL(url).host === base.host;
  page.on("console", (message) => {
    // Chromium reports the answer's status as an error; whether it is the right one is looked at below.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    seen.push({ rule: "console-error", help: "an error on the console", detail: message.text() });
  });
  page.on("pageerror", (error) => seen.push({ rule: "page-error", help: "a script failed", detail: String(error) }));
  page.on("response", (response) => {
    const request = response.request();
    const expected = request.isNavigationRequest() && request.frame() === page.mainFrame() ? status : 200;
    const fine = expected === response.status() || (expected === 200 && response.status() < 400);
    if (!fine) seen.push({ rule: "status", help: `expected ${expected}`, detail: `${response.status()} ${response.url()}` });
  });
  page.on("requestfailed", (request) => {
    if (!here(request.url())) return;
    // A video that the page does not play is given up by the browser itself.
    if (request.resourceType() === "media" && request.failure()?.errorText === "net::ERR_ABORTED") return;
    seen.push({ rule: "request-failed", help: request.failure()?.errorText, detail: request.url() });
  });
  return seen;
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

/** One page at one width, in every colour scheme. */
async function look(browser, options, { path, status }, width) {
  const page = await newPage(browser, { ...options, width, scheme: SCHEMES[0] });
  try {
    const seen = await watch(page, options.base, status);
    const probe = await Probe.of(page);
    await probe.allowScripts(options.javaScript);
    await page.goto(new URL(path, options.base).href, { waitUntil: "load" });
    await page.waitForLoadState("networkidle");
    const looks = [];
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      // With JavaScript off the page's own scripts have not run and no longer will; axe needs its timers.
      await probe.allowScripts(true);
      const { violations, review } = await judge(probe);
      violations.unshift(...seen.splice(0));
      if (violations.length > 0 && options.out != null) {
        const name = `${path.replace(/[^\w-]+/g, "_")}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(options.out, name), fullPage: true });
      }
      const where = (result) => ({ path, width, scheme, ...result });
      looks.push({ violations: violations.map(where), review: review.map(where) });
    }
    return looks;
  } finally {
    await page.context().close();
  }
}

async function judge(probe) {
  await probe.evaluate(`(${settle})()`);
  const wide = await probe.evaluate(`(${overflow})()`);
  await probe.evaluate(`${AXE};0`);
  const options = { runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations", "incomplete"] };
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
  const browser = await open();
  const report = { base: options.base.href, javaScript: options.javaScript, looks: 0, violations: [], review: [] };
  try {
    for (const page of options.pages) {
      const looks = await Promise.all(WIDTHS.map((width) => look(browser, options, page, width)));
      for (const { violations, review } of looks.flat()) {
        report.looks += 1;
        report.violations.push(...violations);
        report.review.push(...review);
      }
    }
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
