#!/usr/bin/env node
// Takes pictures of pages, narrow and wide, light and dark. See README.md.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CannotLook, newPage, open, readBase, SCHEMES } from "./looking.mjs";

const USAGE = `usage: node shot.mjs --base URL --shots /a=name,/b=other --out DIR [--full] [--cookie NAME=VALUE]
  --full   the whole page instead of the first screen`;
const WIDTHS = [1280, 360];

function readOptions() {
  const { values } = parseArgs({
    options: { base: { type: "string" }, shots: { type: "string" }, out: { type: "string" }, full: { type: "boolean", default: false }, cookie: { type: "string" } },
  });
  const shots = (values.shots ?? "").split(",").filter(Boolean).map((entry) => {
    const [, path, name] = /^(\/.*)=([\w-]+)$/.exec(entry) ?? [];
    if (path == null) throw new CannotLook(`a shot looks like /path=name, unlike ${JSON.stringify(entry)}`);
    return { path, name };
  });
  if (shots.length === 0) throw new CannotLook("--shots names no page");
  if (values.out == null) throw new CannotLook("--out needs a folder");
  return { base: readBase(values.base), shots, out: values.out, full: values.full, cookie: values.cookie };
}

async function take(browser, options, { path, name }, width, scheme) {
  const page = await newPage(browser, { ...options, width, scheme });
  try {
    const response = await page.goto(new URL(path, options.base).href, { waitUntil: "load" });
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
    await page.waitForLoadState("networkidle");
    const file = join(options.out, `${name}-${width}-${scheme}.png`);
    await page.screenshot({ path: file, fullPage: options.full, animations: "disabled" });
    console.log(file);
  } finally {
    await page.context().close();
  }
}

async function main() {
  const options = readOptions();
  await mkdir(options.out, { recursive: true });
  const browser = await open({ shell: true });
  try {
    for (const shot of options.shots) {
      for (const width of WIDTHS) for (const scheme of SCHEMES) await take(browser, options, shot, width, scheme);
    }
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  const usage = error instanceof CannotLook || error.code?.startsWith("ERR_PARSE_ARGS") ? `\n${USAGE}` : "";
  console.error(`shot: ${error.message}${usage}`);
  process.exitCode = usage === "" ? 1 : 2;
}
