// Prints the names and places of @faker-js/faker's locales as lines "kind<TAB>locale<TAB>text".
//
//   node faker_words.mjs PACKAGE_DIR
import path from "node:path";

const faker = await import(path.resolve(process.argv[2], "dist/index.js"));
const texts = (value) =>
  typeof value === "string"
    ? [value]
    : Array.isArray(value)
      ? value.flatMap(texts)
      : value && typeof value === "object"
        ? "value" in value
          ? texts(value.value)
          : Object.values(value).flatMap(texts)
        : [];
const lines = new Set();
for (const [name, locale] of Object.entries(faker.allLocales)) {
  const add = (kind, value) => {
    for (const text of texts(value)) if (!text.includes("{{")) lines.add(`${kind}\t${name}\t${text}`);
  };
  add("given", locale.person?.first_name);
  add("given", locale.person?.middle_name);
  add("family", locale.person?.last_name);
  for (const key of ["city_name", "country", "state", "county"]) add("place", locale.location?.[key]);
}
for (const line of [...lines].sort()) console.log(line);
