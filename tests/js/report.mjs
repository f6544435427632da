// The pages of a report as other people's programs see them: html-validate reads the HTML, axe-core looks for what keeps
// people out, in light and in dark, and the page itself must not scroll sideways on a desk or on a telephone.
//   report.mjs FOLDER [PROGRAM]      FOLDER holds report.zh.html and report.en.html; PROGRAM is /usr/bin/chromium
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const [folder, program = "/usr/bin/chromium"] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = ["zh", "en"].map((lang) => resolve(folder, `report.${lang}.html`));
const faults = [];

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Style of the source, which nobody writes by hand.
    "long-title": "off",
    "doctype-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "no-inline-style": "off",
    // Hundreds of boxes that scroll are regions or groups; sections would be parts of the report, with headings.
    "prefer-native-element": ["error", { exclude: ["region", "group"] }],
  },
});

// Profiles are alike, and there are hundreds: html-validate and axe-core, whose time grows with the square of a page, see so
// many of the first and of the last.
const FEW = 5;

// The page without the profiles between the first few and the last few.
function shortened(text) {
  const [before, ...profiles] = text.split(/(?=<article class="profile")/);
  const last = profiles.at(-1) ?? "";
  const end = last.indexOf("</article>") + "</article>".length;
  const rest = profiles.length > 0 ? [...profiles.slice(0, -1), last.slice(0, end)] : [];
  rest.splice(FEW, Math.max(0, rest.length - 2 * FEW));
  return before + rest.join("") + last.slice(profiles.length > 0 ? end : 0);
}

async function validate(page) {
  const text = readFileSync(page, "utf8");
  const seen = new Set();
  for (const [, id] of text.matchAll(/<[^>]* id="([^"]*)"/g)) {
    if (seen.has(id)) faults.push(`${page}: the id ${id} stands twice`);
    seen.add(id);
  }
  for (const [, id] of text.matchAll(/<a [^>]*href="#([^"]*)"/g)) {
    if (!seen.has(id)) faults.push(`${page}: a link leads to ${id}, which is not there`);
  }
  const report = await validator.validateString(shortened(text), page);
  for (const { messages } of report.results) {
    for (const { line, column, ruleId, message, severity } of messages.slice(0, 30)) {
      if (severity === 2) faults.push(`${page}:${line}:${column}: ${ruleId}: ${message}`);
    }
  }
  console.log(`${page}: ${seen.size} ids, each one`);
}

// Findings of axe-core that keep people from reading. `content-visibility` would hide profiles from it.
async function inspect(tab, name) {
  await tab.evaluate((few) => {
    const profiles = [...document.querySelectorAll(".profile")];
    for (const profile of profiles.splice(few, Math.max(0, profiles.length - 2 * few))) profile.remove();
    for (const profile of document.querySelectorAll(".profile")) profile.style.contentVisibility = "visible";
  }, FEW);
  await tab.evaluate(axe);
  const { violations, passes } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, impact, help, nodes } of violations) {
    const text = `${name}: axe ${impact} ${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`;
    if (impact === "serious" || impact === "critical") faults.push(text);
    else console.log(`note: ${text}`);
  }
  return passes.length;
}

async function overflow(tab, name) {
  const [inner, outer] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (inner > outer) faults.push(`${name}: the page is ${inner} wide in a window of ${outer}`);
}

async function show(context, page, width, colorScheme) {
  const begun = performance.now();
  const tab = await context.newPage();
  const name = `${page} (${width}, ${colorScheme})`;
  tab.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  tab.on("console", (message) => message.type() === "error" && faults.push(`${name}: ${message.text()}`));
  tab.on("dialog", (dialog) => { faults.push(`${name}: a dialog opened: ${dialog.message()}`); dialog.dismiss(); });
  tab.on("request", (request) => /^(file|data):/.test(request.url()) || faults.push(`${name}: asked for ${request.url()}`));
  await tab.emulateMedia({ colorScheme });
  await tab.setViewportSize({ width, height: 900 });
  await tab.goto(pathToFileURL(page).href);
  await overflow(tab, name);
  const passed = await inspect(tab, name);
  await tab.close();
  console.log(`${name}: ${passed} rules of axe-core hold, after ${Math.round(performance.now() - begun)} ms`);
}

if (!existsSync(program)) {
  console.log(`SKIPPED: ${program} is missing, so no browser looks at the report`);
}
for (const page of pages) await validate(page);
if (existsSync(program)) {
  const profile = mkdtempSync(join(tmpdir(), "aicity-report-"));
  const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    + "--disable-component-update --disable-sync";
  // The pages forbid scripts; what looks at them is one.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program, headless: true, args: flags.split(" "), bypassCSP: true,
  });
  for (const page of pages) {
    for (const width of [1280, 390]) {
      for (const colour of ["light", "dark"]) await show(context, page, width, colour);
    }
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${pages.length} pages are valid HTML that everyone can read`);
