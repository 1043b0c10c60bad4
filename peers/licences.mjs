#!/usr/bin/env node
// Every crate that goes into Mimus must have a licence under which it may be part of a work
// under AGPL-3.0-or-later. What cargo-deny does with deny.toml, for machines without it:
//   cargo metadata --format-version 1 --locked | node peers/licences.mjs

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Kept the same as deny.toml, which licences.test.mjs watches.
export const FITTING = new Set([
  "0BSD",
  "AGPL-3.0-or-later",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "CDLA-Permissive-2.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
]);

/**
 * Whether an SPDX expression lets the crate in: one side of OR is enough, AND needs both.
 * Crates of old write "/" for OR. An expression that cannot be read throws.
 */
export function fits(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;

  const either = () => {
    let result = both();
    while (tokens[next] === "OR") {
      next += 1;
      const other = both();
      result = result || other;
    }
    return result;
  };
  const both = () => {
    let result = one();
    while (tokens[next] === "AND") {
      next += 1;
      const other = one();
      result = result && other;
    }
    return result;
  };
  const one = () => {
    const token = tokens[next++];
    if (token === "(") {
      const result = either();
      if (tokens[next++] !== ")") throw new SyntaxError(`no closing bracket in "${expression}"`);
      return result;
    }
    if (token == null || [")", "AND", "OR", "WITH"].includes(token)) throw new SyntaxError(`cannot read the licence "${expression}"`);
    if (tokens[next] !== "WITH") return FITTING.has(token);
    next += 2;
    return FITTING.has(`${token} WITH ${tokens[next - 1]}`);
  };

  const result = either();
  if (next !== tokens.length) throw new SyntaxError(`cannot read the licence "${expression}"`);
  return result;
}

/** What is wrong with the packages of `cargo metadata`, a sentence each. */
export function complaints(packages) {
  return packages.flatMap(({ name, version, license }) => {
    const crate = `${name} ${version}`;
    if (license == null) return [`${crate} names no licence`];
    try {
      return fits(license) ? [] : [`${crate} is under ${license}, which does not fit AGPL-3.0-or-later or is not yet listed`];
    } catch (error) {
      return [`${crate}: ${error.message}`];
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages } = JSON.parse(readFileSync(0, "utf8"));
  const found = complaints(packages);
  for (const complaint of found) console.error(complaint);
  console.log(`licences: ${packages.length} crates, ${found.length} that do not fit`);
  process.exitCode = found.length === 0 && packages.length > 0 ? 0 : 1;
}
