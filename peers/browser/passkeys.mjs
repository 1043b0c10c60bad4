#!/usr/bin/env node
// Signing in by a passkey, of an authenticator that Chromium has in software, and by an account on the fediverse. See README.md.

import { parseArgs } from "node:util";
import { CannotLook, newPage, open, readBase } from "./looking.mjs";

const USAGE = `usage: node passkeys.mjs --base URL --link URL --mastodon URL
  --base      where Mimus is, under a name; nobody works at its Desk yet
  --link      the link that makes the first keeper
  --mastodon  a server with Mastodon's API that gives leave without asking`;
const PASSWORD = "four words in a row";

function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { base: text, link: text, mastodon: text } });
  for (const name of ["link", "mastodon"]) {
    if (values[name] == null) throw new CannotLook(`--${name} is missing`);
  }
  return { ...values, base: readBase(values.base) };
}

async function run(options, browser) {
  const said = (words) => process.stdout.write(`${words}\n`);
  const page = await newPage(browser, { width: 1280, scheme: "light", base: options.base });
  const go = (path) => page.goto(new URL(path, options.base).href);
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const see = (words) => page.getByText(words).first().waitFor();
  const at = (path) => page.waitForURL(new URL(path, options.base).href);
  const leave = async () => {
    await press("Sign out");
    await at("/");
    await go("/desk/enter");
  };

  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const keys = async () => (await device.send("WebAuthn.getCredentials", { authenticatorId })).credentials;

  await page.goto(options.link);
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByLabel("Name that others see").fill("Ada");
  await page.getByLabel("New password").fill(PASSWORD);
  await press("Begin");
  await at("/desk");

  const add = async (name) => {
    await go("/desk/me");
    await page.getByLabel("What you call it").fill(name);
    await press("Add a passkey");
  };
  await add("The laptop");
  await see("Not used yet");
  const [made] = await keys();
  if (made?.rpId !== options.base.hostname || !made.isResidentCredential) throw new Error(`made ${JSON.stringify(made)}`);
  said("a passkey was added");
  await add("The same laptop");
  await see("This device has a passkey of yours for this server already.");
  said("the same device makes no second one");

  await leave();
  await press("Sign in with a passkey");
  await at("/desk");
  await go("/desk/me");
  await see("Last used:");
  said("signed in by the passkey alone");

  await leave();
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await press("Sign in with a passkey");
  await see("No passkey came from your device.");
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  said("nobody came in of whom the device did not make sure");
  await press("Sign in with a passkey");
  await at("/desk");

  await go("/desk/me");
  await page.getByLabel("Your handle on the fediverse, or your server").fill(options.mastodon);
  await press("Add your fediverse account");
  await page.waitForURL(/\/desk\/me\?said=kept$/);
  await see("on the fediverse");
  await leave();
  await page.getByLabel("Your handle on the fediverse, or your server").fill(options.mastodon);
  await press("Sign in with your fediverse account");
  await at("/desk");
  said("signed in by the account on the fediverse");

  const [cookie] = await page.context().cookies(new URL("/desk", options.base).href);
  await go("/desk/me");
  await page.getByRole("button", { name: "Remove The laptop" }).click();
  await page.waitForURL(/said=kept$/);
  await page.getByText("The laptop").waitFor({ state: "detached" });
  await page.context().clearCookies();
  await go("/desk/enter");
  if ((await keys()).length !== 1) throw new Error("the device has forgotten its passkey");
  await press("Sign in with a passkey");
  await see("Nobody here has this passkey");
  said("a passkey that was removed lets nobody in");

  // For whoever looks at the pages after.
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press("Sign in");
  await at("/desk");
  await device.send("WebAuthn.clearCredentials", { authenticatorId });
  await add("The laptop in the reading room");
  await see("Not used yet");
  said(`${cookie.name}=${cookie.value}`);
}

const options = (() => {
  try {
    return readOptions();
  } catch (error) {
    console.error(`passkeys: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
})();
const browser = await open();
try {
  await run(options, browser);
} catch (error) {
  console.error(`passkeys: ${error.stack ?? error}`);
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    console.error(`--- ${page.url()}\n${(await page.locator("body").innerText().catch(() => "")).slice(0, 1500)}`);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
