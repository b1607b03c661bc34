// The modules ask which language the page has; the tests need no page beyond that.
globalThis.document = {
  documentElement: { lang: "en" },
  body: { dataset: { root: "/" } },
  baseURI: "http://localhost/",
} as unknown as Document;
