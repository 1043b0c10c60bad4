// Good pages must pass and each kind of bad page must be caught, or a clean report would mean nothing.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 1rem; font: 1rem/1.5 sans-serif; background: white; color: black; }
  @media (prefers-color-scheme: dark) { body { background: black; color: white; } }
  .wide { width: 345px; white-space: nowrap; }
  .pale { color: #999; }
`;
const page = (main, head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">${head}</head>` +
  `<body><main><h1>A page</h1>${main}</main></body></html>`;
const PAGES = {
  "/good": page("<p>Nothing wrong here.</p>"),
  "/contrast": page('<p class="pale">Can you read this?</p>'),
  "/wide": page('<p class="wide">Too wide for 320 and 360 px.</p>'),
  "/foreign": page('<p><img src="http://example.com/a.png" alt="A picture from elsewhere"></p>'),
  "/inline": page('<p style="color: red">A style that the policy forbids.</p>'),
  "/broken": page('<p><img src="/none.png" alt="A picture that is not there"></p>'),
  "/heavy": page(`<p>${"Word after word. ".repeat(4_000)}</p>`),
  "/two": page("<p>Two stylesheets.</p>", '<link rel="stylesheet" href="/style.css?2">'),
  "/script": page("<p>Has a script.</p>", '<script src="/script.js"></script>'),
};
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'";

let server;
let base;
let out;

before(async () => {
  server = createServer((request, response) => {
    const [type, body] =
      request.url.startsWith("/style.css") ? ["text/css", STYLE] : request.url === "/script.js" ? ["text/javascript", 'document.title = ""; nonsense();'] : ["text/html", PAGES[request.url]];
    const policy = request.url === "/foreign" ? POLICY.replace("img-src", "img-src http://example.com") : request.url === "/script" ? `${POLICY}; script-src 'self'` : POLICY;
    response.writeHead(body == null ? 404 : 200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy });
    response.end(body ?? page("<p>Not found.</p>"));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
  out = await mkdtemp(join(tmpdir(), "mimus-browser-"));
});

after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(out, { recursive: true, force: true });
});

async function run(script, ...args) {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  return await new Promise((resolve) => {
    execFile(process.execPath, [path, ...args], { maxBuffer: 64 << 20, timeout: 120_000 }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}

async function check(paths, ...args) {
  const { code, stdout, stderr } = await run("check.mjs", "--base", base, "--paths", paths, ...args);
  assert.equal(stderr, "");
  return { code, report: JSON.parse(stdout) };
}

test("good pages under a strict policy pass, a missing one too where 404 is right", async () => {
  const { code, report } = await check("/good,404:/none");
  assert.deepEqual(report.violations, []);
  assert.deepEqual(report.review, []);
  assert.equal(report.looks, 12);
  assert.equal(code, 0);
});

test("each kind of fault is found, where it is and nowhere else", async () => {
  const { code, report } = await check("/contrast,/wide,/foreign,/inline,/broken,/heavy,/two,/good,/none", "--out", out);
  assert.equal(code, 1);
  const found = (path) => [...new Set(report.violations.filter((violation) => violation.page === path).map(({ rule, width }) => `${rule} ${width}`))];
  const everywhere = (rule) => [1280, 360, 320].map((width) => `${rule} ${width}`);
  assert.deepEqual(found("/contrast"), everywhere("color-contrast"));
  assert.deepEqual(report.violations.filter(({ page }) => page === "/contrast").map(({ scheme }) => scheme), ["light", "light", "light"]);
  assert.deepEqual(found("/wide"), ["horizontal-scrolling 360", "horizontal-scrolling 320"]);
  // A page is loaded once, and then looked at in every width.
  assert.deepEqual(found("/foreign"), ["foreign-request 1280"]);
  assert.deepEqual(found("/inline"), ["console-error 1280"]);
  assert.deepEqual(found("/broken"), ["status 1280"]);
  assert.deepEqual(found("/none"), ["status 1280"]);
  assert.deepEqual(found("/heavy"), ["weight 1280"]);
  assert.deepEqual(found("/two"), ["weight 1280"]);
  assert.deepEqual(found("/good"), []);
  const files = await readdir(out);
  assert.ok(files.includes("_wide-en-320-dark.png"), files.join(" "));
  assert.deepEqual(JSON.parse(await readFile(join(out, "check.json"), "utf8")), report);
});

test("with JavaScript off no script of the page runs, and axe still does", async () => {
  const on = await check("/script");
  assert.deepEqual([...new Set(on.report.violations.map(({ rule }) => rule))], ["page-error", "document-title"]);
  const off = await check("/script", "--js", "off");
  assert.deepEqual(off.report.violations, []);
  assert.equal(off.code, 0);
  const pale = await check("/contrast", "--js", "off");
  assert.deepEqual([...new Set(pale.report.violations.map(({ rule }) => rule))], ["color-contrast"]);
});

test("pictures have the sizes and names that were asked for", async () => {
  const { code, stdout, stderr } = await run("shot.mjs", "--base", base, "--shots", "/good=home", "--out", out);
  assert.equal(code, 0, stderr);
  const expected = [1280, 360].flatMap((width) => ["light", "dark"].map((scheme) => join(out, `home-${width}-${scheme}.png`)));
  assert.deepEqual(stdout.trim().split("\n"), expected);
  for (const file of expected) {
    const png = await readFile(file);
    assert.equal(png.readUInt32BE(16), Number(/home-(\d+)-/.exec(file)[1]));
  }
  assert.notDeepEqual(await readFile(expected[0]), await readFile(expected[1]), "dark differs from light");
});

test("what cannot be looked at is said, with status 2", async () => {
  for (const args of [["check.mjs"], ["check.mjs", "--base", base, "--paths", "good"], ["shot.mjs", "--base", base, "--shots", "/good"], ["check.mjs", "--base", "http://127.0.0.1:1", "--paths", "/"]]) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /^(check|shot): /);
  }
});
