/** HTML from `sanitize()` (core/sanitize.ts), or built around escaped text (publish/html.ts); nothing else makes one, so nothing else can be published. */
export type SafeHtml = string & { readonly __safe: unique symbol };
