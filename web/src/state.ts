// What is chosen stands in the address, so that a view can be shared and the way back works.

/** A value of the page's address. */
export function remembered(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}

/** Puts values into the page's address; empty ones leave it. */
export function remember(values: Record<string, string>): void {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === "") parameters.delete(name);
    else parameters.set(name, value);
  }
  const query = parameters.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}
