// Opens pages in Debian's Chromium, at the widths and in the colour schemes that count.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
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

export async function open() {
  const executablePath = [process.env.MIMUS_TEST_CHROMIUM, ...CHROMIUM].find((path) => path != null && existsSync(path));
  if (executablePath == null) {
    throw new CannotLook(`no Chromium among ${CHROMIUM.join(", ")}: install Debian's package chromium, or set MIMUS_TEST_CHROMIUM`);
  }
  // Chromium's own sandbox does not work as root, which is what CI and containers run as.
  return await chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: FLAGS });
}

/** A fresh page, as a visitor has it who comes for the first time; with a cookie, as one who has signed in. */
export async function newPage(browser, { width, scheme, base, cookie }) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] },
    colorScheme: scheme,
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  if (cookie != null) {
    const [name, value] = cookie.split("=");
    if (!name || !value) throw new CannotLook("--cookie is written NAME=VALUE");
    await context.addCookies([{ name, value, url: base.href }]);
  }
  return await context.newPage();
}

export function readBase(value) {
  if (value == null || !URL.canParse(value)) throw new CannotLook("--base needs the address of the server, such as http://127.0.0.1:8420");
  return new URL(value);
}
