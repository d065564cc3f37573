/** HTML returned by `sanitize()` (core/sanitize.ts); nothing else makes one, so nothing else can be published. */
export type SafeHtml = string & { readonly __safe: unique symbol };
