import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { complaints, fits, FITTING } from "./licences.mjs";

test("an expression fits when a way through it does", () => {
  for (const licence of [
    "MIT",
    "MIT/Apache-2.0",
    "GPL-2.0-only OR MIT",
    "ISC AND (Apache-2.0 OR OpenSSL)",
    "MIT AND Unicode-3.0 OR Proprietary",
    "Apache-2.0 WITH LLVM-exception",
  ]) {
    assert.ok(fits(licence), licence);
  }
  for (const licence of ["GPL-2.0-only", "MIT AND OpenSSL", "SSPL-1.0", "(MIT OR ISC) AND BUSL-1.1", "Apache-2.0 WITH Commons-Clause", "Proprietary OR MIT AND SSPL-1.0"]) {
    assert.ok(!fits(licence), licence);
  }
});

test("what cannot be read does not fit", () => {
  for (const licence of ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "OR MIT"]) assert.throws(() => fits(licence), SyntaxError, licence);
  assert.deepEqual(complaints([{ name: "a", version: "1.0.0", license: null }]), ["a 1.0.0 names no licence"]);
  assert.equal(complaints([{ name: "a", version: "1.0.0", license: "MIT OR" }]).length, 1);
});

test("deny.toml lets in the same licences", () => {
  const deny = readFileSync(new URL("../deny.toml", import.meta.url), "utf8");
  const [, allow] = /^allow = \[([^\]]*)\]/m.exec(deny);
  assert.deepEqual([...allow.matchAll(/"([^"]+)"/g)].map(([, licence]) => licence), [...FITTING]);
});
