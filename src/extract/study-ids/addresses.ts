/** Publishers whose page addresses determine the DOI of the work by a rule that always holds. */
const RULES: [pattern: RegExp, doi: (...groups: string[]) => string][] = [
  [/nature\.com\/articles\/((?:s|d)\d{5}-\d{3}-\d{4,5}-[\dxy])(?![\w-])/i, (id) => `10.1038/${id}`],
  [
    /nature\.com\/articles\/((?:nature|ncomms|srep|nm|ng)\.?\d{4,8}(?:\.\d+)?)(?![\w.-])/i,
    (id) => `10.1038/${id}`,
  ],
  // From December 2025 on new works are registered under another prefix.
  [
    /(?:biorxiv|medrxiv)\.org\/(?:content|cgi\/content)\/(?:[a-z]{4,10}\/){0,3}(?:\d{4}\/\d\d\/\d\d\/)?(?:10\.1101\/)?((?:2019|202[0-4])\.\d\d\.\d\d\.\d{6,8}|2025\.(?:0\d|1[01])\.\d\d\.\d{6,8})(?:v(\d{1,2}))?/i,
    (id, version) => `10.1101/${id}${version ? `v${version}` : ''}`,
  ],
  [/bmj\.com\/content\/\d{1,4}\/(bmj[.-][\w-]{2,20})(?![\w-])/i, (id) => `10.1136/${id}`],
  [
    /thelancet\.com\/journals\/\w{2,20}\/article\/PII(S\d{4}-\d{3}[\dX]\(\d\d\)\d{5}-[\dX])/i,
    (pii) => `10.1016/${pii}`,
  ],
  [/elifesciences\.org\/(?:articles|reviewed-preprints)\/(\d{5,6})(?!\d)/i, (id) => `10.7554/elife.${id}`],
  [
    /cdc\.gov\/mmwr\/volumes\/\d\d\/[a-z]{2}\/((?:mm|ss|rr|su)\d{4}[a-z]\d{1,2})\.htm/i,
    (id) => `10.15585/mmwr.${id}`,
  ],
  [/researchsquare\.com\/article\/(rs-\d{4,9}\/v\d{1,2})(?!\d)/i, (id) => `10.21203/rs.3.${id}`],
  [
    /ssrn\.com\/(?:sol3\/papers\.cfm\?abstract(?:_id)?=|abstract=)(\d{5,8})(?!\d)/i,
    (id) => `10.2139/ssrn.${id}`,
  ],
  [/peerj\.com\/articles\/(\d{1,6})(?!\d)/i, (id) => `10.7717/peerj.${id}`],
  [/zenodo\.org\/records?\/(\d{5,9})(?!\d)/i, (id) => `10.5281/zenodo.${id}`],
];

/** The DOI that an address stands for without writing it out, as text that contains one; null where no rule holds. */
export function doiOfAddress(address: string): string | null {
  for (const [pattern, doi] of RULES) {
    const match = pattern.exec(address);
    if (match) return doi(...match.slice(1).map((group) => group ?? ''));
  }
  return null;
}

/** Whether a text holds an address of one of these publishers at all: most hold none, and need not be searched. */
export const mayHaveRule = (text: string): boolean =>
  (text.includes('://') || /www\./i.test(text)) && HOSTS.test(text);

const HOSTS =
  /nature\.com|rxiv\.org|bmj\.com|thelancet\.com|elifesciences\.org|cdc\.gov|researchsquare\.com|ssrn\.com|peerj\.com|zenodo\.org/i;
