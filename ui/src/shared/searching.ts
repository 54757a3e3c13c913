/** So long a search field rests after a key before it asks, ms: shorter than anybody notices, longer than two keys that
 *  are hit together. Each new key breaks off what the former asked. */
export const SEARCH_REST_MS = 50;
