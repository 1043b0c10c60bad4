// Opens pages in Debian's Chromium, at the widths and in the colour schemes that count.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
// Chromium without its windows: the same pages, in a quarter of the time.
const SHELL = "/usr/bin/chromium-headless-shell";
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-proxy-server",
  // Nothing but this machine has a name or an address.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];
const HEIGHTS = { 1280: 800, 360: 740, 320: 640 };
export const SCHEMES = ["light", "dark"];
const PAGE_TIMEOUT_MS = 20_000;

/** The command line or the machine is not as it must be; nothing is wrong with the pages. */
export class CannotLook extends Error {}

/** A browser; the shell does to look at pages with. */
export async function open({ shell = false } = {}) {
  const executablePath = [process.env.MIMUS_TEST_CHROMIUM, ...(shell ? [SHELL] : []), ...CHROMIUM].find((path) => path != null && existsSync(path));
  if (executablePath == null) {
    throw new CannotLook(`no Chromium among ${CHROMIUM.join(", ")}: install Debian's package chromium, or set MIMUS_TEST_CHROMIUM`);
  }
  // Chromium's own sandbox does not work as root, which is what CI and containers run as.
  return await chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: FLAGS });
}

export function viewport(width) {
  return { width, height: HEIGHTS[width] };
}

/** A fresh page, as a visitor has it who comes for the first time; with a cookie, as one who has signed in. */
export async function newPage(browser, { width, scheme, base, cookie, locale = "en" }) {
  const context = await browser.newContext({
    viewport: viewport(width),
    colorScheme: scheme,
    locale,
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const page = await context.newPage();
  await becomeVisitor(page, { base, cookie });
  return page;
}

/** Forgets who the page's visitor was, for one with this cookie or none. */
export async function becomeVisitor(page, { base, cookie }) {
  const context = page.context();
  await context.clearCookies();
  if (!cookie) return;
  const [name, value] = cookie.split("=");
  if (!name || !value) throw new CannotLook("a cookie is written NAME=VALUE");
  await context.addCookies([{ name, value, url: base.origin }]);
}

export function readBase(value) {
  if (value == null || !URL.canParse(value)) throw new CannotLook("--base needs the address of the server, such as http://127.0.0.1:8420");
  return new URL(value);
}
