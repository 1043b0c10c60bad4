#!/usr/bin/env node
// A newsroom at work, in a browser: a keeper, a stranger, an editor and a publisher. See README.md.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CannotLook, open, readBase } from "./looking.mjs";

const USAGE = `usage: node newsroom.mjs --base URL --mastodon URL --link URL --picture FILE [--js off] [--hands keyboard] [--shots DIR]
  --base      where Mimus is; nobody works at its Desk yet
  --mastodon  a server with Mastodon's API whose page for giving leave has one button for each account
  --link      the link that makes the first keeper
  --picture   a picture to be published
  --js        off: with JavaScript switched off in the browser
  --hands     keyboard: nothing is clicked, and everything is reached by the Tab key
  --shots     writes pictures of the pages there`;
const PATIENCE_MS = 20_000;
const MOST_TABS = 250;
const PASSWORD = "four words in a row";

function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: { base: text, mastodon: text, link: text, picture: text, js: { ...text, default: "on" }, hands: { ...text, default: "mouse" }, shots: text },
  });
  for (const name of ["link", "picture", "mastodon"]) {
    if (values[name] == null) throw new CannotLook(`--${name} is missing`);
  }
  return { ...values, base: readBase(values.base), keyboard: values.hands === "keyboard", javaScript: values.js === "on" };
}

/** Somebody at a browser of their own. */
class Person {
  constructor(name, page, options) {
    this.name = name;
    this.page = page;
    this.options = options;
  }

  static async at(browser, name, options) {
    const context = await browser.newContext({ javaScriptEnabled: options.javaScript, locale: "en-GB", viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return new Person(name, page, options);
  }

  async open(path) {
    await this.page.goto(new URL(path, this.options.base).href);
  }

  async #reach(locator) {
    await locator.waitFor({ state: "attached" });
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await this.#isFocused(locator)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${this.name} cannot reach ${locator} by the keyboard`);
  }

  async #isFocused(locator) {
    // Asked of the browser itself, as the page may run no script.
    return await locator.and(this.page.locator(":focus")).count() > 0;
  }

  /** Follows a link or presses a button, and waits for the page that comes of it. */
  async press(locator) {
    const one = locator.first();
    if (this.options.keyboard) {
      await this.#reach(one);
      const before = this.page.waitForEvent("domcontentloaded");
      await this.page.keyboard.press("Enter");
      await before;
    } else {
      const before = this.page.waitForEvent("domcontentloaded");
      await one.click();
      await before;
    }
  }

  /** Opens a part of the page that is folded away. */
  async unfold(locator) {
    const one = locator.first();
    if (!this.options.keyboard) return await one.click();
    await this.#reach(one);
    await this.page.keyboard.press("Enter");
  }

  async write(label, words) {
    const field = this.page.getByLabel(label, { exact: true }).first();
    if (!this.options.keyboard) return await field.fill(words);
    await this.#reach(field);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.press("Delete");
    if (words !== "") await this.page.keyboard.insertText(words);
  }

  async choose(label, value) {
    const field = this.page.getByLabel(label, { exact: true }).first();
    if (!this.options.keyboard) return await field.selectOption({ label: value });
    await this.#reach(field);
    await this.page.keyboard.type(value);
    await this.see(this.page.locator(`option:checked`, { hasText: value }));
  }

  async tick(label) {
    await this.tickIn(this.page.getByLabel(label, { exact: true }).first());
  }

  async tickIn(box) {
    if (await box.isChecked()) return;
    if (!this.options.keyboard) return await box.check();
    await this.#reach(box);
    await this.page.keyboard.press("Space");
  }

  /** Chooses one of several of which the Tab key reaches only the chosen one. */
  async chooseOne(label, name) {
    const one = this.page.getByLabel(label).first();
    if (!this.options.keyboard) return await one.check();
    const chosen = this.page.locator(`input[name="${name}"]:checked`);
    await this.#reach(chosen);
    for (let steps = 0; steps < 10 && !(await one.isChecked()); steps += 1) await this.page.keyboard.press("ArrowDown");
  }

  /** Writes a time, `2026-11-23T18:30`, into the field of a time. */
  async time(label, at) {
    const field = this.page.getByLabel(label).first();
    if (!this.options.keyboard) return await field.fill(at);
    await this.#reach(field);
    const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)$/.exec(at);
    const half = Number(hour) % 12 || 12;
    const ways = [
      [`${day}${month}${year}`, `${hour}${minute}`],
      [`${month}${day}${year}`, `${String(half).padStart(2, "0")}${minute}${Number(hour) < 12 ? "A" : "P"}`],
    ];
    // The order of its parts is the browser's own.
    for (const [date, clock] of ways) {
      for (let back = 0; back < 8; back += 1) await this.page.keyboard.press("ArrowLeft");
      await this.page.keyboard.type(date);
      await this.page.keyboard.press("ArrowRight");
      await this.page.keyboard.type(clock);
      if ((await field.inputValue()) === at) return;
    }
    throw new Error(`the field of the time says ${await field.inputValue()}, not ${at}`);
  }

  async see(what) {
    const locator = typeof what === "string" ? this.page.getByText(what).first() : what.first();
    await locator.waitFor({ state: "attached" });
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  linkTo(name) {
    return this.page.getByRole("link", { name });
  }

  async shot(name) {
    if (this.options.shots == null) return;
    await this.page.screenshot({ path: join(this.options.shots, `${name}.png`), fullPage: true });
  }
}

async function enter(person, link) {
  await person.page.goto(link);
  await person.write("New password", PASSWORD);
  await person.press(person.button("Begin"));
  await person.see("To do");
}

/** A time that a clock shows within the next minute, and its wait. */
function nextMinute() {
  const next = new Date(Math.ceil((Date.now() + 5_000) / 60_000) * 60_000);
  return next.toISOString().slice(0, 16);
}

async function run(options, browser) {
  const said = (words) => process.stdout.write(`${words}\n`);

  const keeper = await Person.at(browser, "the keeper", options);
  await keeper.page.goto(options.link);
  await keeper.write("Name", "ada");
  await keeper.write("Name that others see", "Ada");
  await keeper.write("New password", PASSWORD);
  await keeper.press(keeper.button("Begin"));
  await keeper.see("No account is connected yet.");
  said("a keeper came by the link");

  await keeper.press(keeper.linkTo("Accounts"));
  await keeper.write("On the fediverse: its handle, or its server", options.mastodon);
  await keeper.press(keeper.button("Go on"));
  await keeper.press(keeper.linkTo(/^Go on to/));
  await keeper.press(keeper.page.getByRole("button"));
  await keeper.press(keeper.page.getByRole("button"));
  await keeper.see("is connected.");
  await keeper.shot("accounts");
  const handle = keeper.page.locator(".servers h2 a");
  const account = (await handle.first().textContent()).replace(/^@/, "");
  said(`connected ${account}`);

  await keeper.press(handle);
  await keeper.write("Who speaks here, about what, and how. Everybody can read it.", "We speak for the library of the town. Two eyes see more than one.");
  await keeper.write("How many must approve", "1");
  await keeper.tick("People without an account here may propose");
  await keeper.tick("The public archive says who proposed what");
  await keeper.choose("Alt texts", "blocks");
  await keeper.write("Slots, one a line: days and a time", "Mon-Fri 09:30\nSat, Sun 11:00");
  await keeper.press(keeper.button("Save"));
  await keeper.see("Done.");
  await keeper.shot("charter");
  await keeper.press(keeper.linkTo("Its public page"));
  const publicPage = keeper.page.url();
  said("the charter asks for two eyes and alt texts");

  const invite = async (name, shown, roles) => {
    await keeper.open("/desk/people");
    const form = keeper.page.locator("form", { has: keeper.page.locator("#shown") });
    await keeper.write("Name to sign in with", name);
    await keeper.write("Name that others see", shown);
    for (const role of roles) {
      const box = form.getByLabel(role, { exact: true });
      await keeper.tickIn(box);
    }
    await keeper.press(form.getByRole("button"));
    const link = await keeper.page.locator("code.whole").textContent();
    return link;
  };
  const boLink = await invite("bo", "Bo", ["editor"]);
  const cyLink = await invite("cy", "Cy", ["publisher", "reviewer"]);
  await keeper.shot("people");
  said("an editor and a publisher were invited");

  const stranger = await Person.at(browser, "a stranger", options);
  await stranger.page.goto(publicPage);
  await stranger.press(stranger.linkTo("Propose something"));
  await stranger.write("Text", "The libary is open on Sundays now. #library");
  await stranger.write("Your name, as others may read it", "A reader");
  await stranger.shot("propose");
  await stranger.press(stranger.button("Propose something"));
  await stranger.see("Thank you.");
  said("a stranger proposed");

  const bo = await Person.at(browser, "Bo", options);
  await enter(bo, boLink);
  await bo.press(bo.linkTo(/^The libary is open/));
  await bo.press(bo.button("Take it on"));
  await bo.write("Text", "The library is open on Sundays now, from eleven to five. #library");
  await bo.write("Language", "en");
  await bo.write("Content warning", "Good news");
  await bo.choose("Visibility", "Unlisted");
  await bo.page.getByLabel("Add pictures, films or sound").setInputFiles(options.picture);
  await bo.press(bo.button("Save and preview"));
  await bo.see("Medium 1 has no alt text. Say what it shows, to those who do not see it.");
  await bo.shot("blocked");
  said("without an alt text it is blocked");
  await bo.press(bo.linkTo("Go there"));
  await bo.write("Alt text of medium 1: what it shows, for those who do not see it", "The open door of the library");
  await bo.shot("write");
  await bo.press(bo.button("Save and propose"));
  await bo.see("Proposed.");
  await bo.shot("preview");
  said("it was edited, has its alt text, and was proposed");

  const cy = await Person.at(browser, "Cy", options);
  await enter(cy, cyLink);
  await cy.shot("todo");
  await cy.press(cy.linkTo(/^The library is open/));
  await cy.write("Your reason", "Good.");
  await cy.press(cy.button("Approve"));
  await cy.see("Approved, exactly as it is.");
  const review = new URL(cy.page.url()).pathname;
  const draft = review.replace(/\/review.*/, "");
  said("it was approved");

  await bo.open(draft);
  await bo.write("Text", "The library is open on Sundays now, from ten to five. #library");
  await bo.press(bo.button("Save"));
  await bo.see("Saved.");
  await cy.open(review);
  await cy.see("of an earlier state");
  await cy.see(cy.page.locator("ins", { hasText: "ten" }));
  await cy.see("One approval is wanting");
  await cy.shot("review");
  await cy.open(`${draft}/schedule`);
  await cy.chooseOne("Now", "when");
  await cy.press(cy.button("Schedule"));
  await cy.see("One more must approve of it first");
  said("an edit made the approval void, and nothing went out");
  await cy.open(review);
  await cy.press(cy.button("Approve"));
  await cy.see("Approved, exactly as it is.");

  await cy.open(`${draft}/schedule`);
  await cy.chooseOne("At a time of your choice", "when");
  const at = nextMinute();
  await cy.time(/^Time \(/, at);
  await cy.press(cy.button("Schedule"));
  await cy.see("Scheduled.");
  await cy.shot("scheduled");
  await cy.open("/desk/schedule");
  await cy.see("The library is open on Sundays now");
  await cy.shot("week");
  said(`it was scheduled for ${at}`);

  const until = Date.now() + 120_000;
  for (;;) {
    await cy.open(`${draft}/schedule`);
    if (await cy.page.locator(".servers .flag", { hasText: /^published$/ }).count() > 0) break;
    if (Date.now() > until) throw new Error(`it was not published: ${await cy.page.locator("main").innerText()}`);
    await cy.page.waitForTimeout(500);
  }
  await cy.shot("published");
  await cy.open("/desk/publications");
  await cy.shot("publications");
  await cy.open("/desk/record");
  for (const deed of ["proposed from outside", "took on", "approved", "changed", "scheduled"]) {
    await cy.see(cy.page.locator(".entries li", { hasText: deed }));
  }
  await cy.shot("record");
  await stranger.page.goto(publicPage);
  await stranger.see("from ten to five");
  await stranger.see("proposed by A reader");
  await stranger.shot("account");
  said("it was published, and the record says who did what");
  const cookie = async (person) => {
    const [{ name, value }] = await person.page.context().cookies(new URL("/desk", options.base).href);
    return `${name}=${value}`;
  };
  said(JSON.stringify({ draft, account: new URL(publicPage).pathname, keeper: await cookie(keeper), editor: await cookie(bo), publisher: await cookie(cy) }));
}

const options = (() => {
  try {
    return readOptions();
  } catch (error) {
    console.error(`newsroom: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
})();
if (options.shots != null) await mkdir(options.shots, { recursive: true });
const browser = await open();
try {
  await run(options, browser);
} catch (error) {
  console.error(`newsroom: ${error.stack ?? error}`);
  for (const context of browser.contexts()) {
    for (const page of context.pages()) console.error(`--- ${page.url()}\n${(await page.locator("body").innerText().catch(() => "")).slice(0, 1500)}`);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
