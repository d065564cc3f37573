/**
 * Whose bot protection answered instead of the origin; null where none is recognised. Some say so in a header,
 * others in the page they send; that a protection is in use at all tells something only of a 403.
 */
export function findChallenge(status: number, headers: Record<string, string>, body: string): string | null {
  const says = ({ header, value }: HeaderSign) => value.test(headers[header] ?? '');
  return (
    SURE_HEADERS.find(says)?.who ??
    BODY_SIGNS.find(({ words }) => words.test(body))?.who ??
    (status === 403 ? USUAL_HEADERS.find(says)?.who : undefined) ??
    null
  );
}

type HeaderSign = { who: string; header: string; value: RegExp };

const SURE_HEADERS: HeaderSign[] = [
  { who: 'Cloudflare', header: 'cf-mitigated', value: /challenge/i },
  { who: 'AWS WAF', header: 'x-amzn-waf-action', value: /challenge|captcha/i },
  { who: 'Vercel', header: 'x-vercel-mitigated', value: /challenge/i },
  { who: 'SiteGround', header: 'sg-captcha', value: /./ },
];

const USUAL_HEADERS: HeaderSign[] = [
  { who: 'DataDome', header: 'x-datadome', value: /./ },
  { who: 'DataDome', header: 'x-dd-b', value: /./ },
  { who: 'Imperva Incapsula', header: 'x-iinfo', value: /./ },
  { who: 'HUMAN (PerimeterX)', header: 'x-px-enforcer-true-ip', value: /./ },
];

const BODY_SIGNS = [
  {
    who: 'Cloudflare',
    words:
      /<title>Just a moment\.\.\.|\/cdn-cgi\/challenge-platform\/|cf[-_]chl[-_]|<title>Attention Required! \| Cloudflare/i,
  },
  { who: 'DataDome', words: /captcha-delivery\.com/i },
  { who: 'Imperva Incapsula', words: /_Incapsula_Resource|Incapsula incident ID/i },
  { who: 'HUMAN (PerimeterX)', words: /px-captcha|_pxAppId|captcha\.px-c(?:loud|dn)\.net/i },
  { who: 'Akamai', words: /sec-if-cpt-container|\/_sec\/cp_challenge|errors\.edgesuite\.net|bm-verify=/i },
  { who: 'AWS WAF', words: /AwsWafIntegration|token\.awswaf\.com/i },
  { who: 'SiteGround', words: /\/\.well-known\/sgcaptcha\//i },
  { who: 'Anubis', words: /anubis_challenge|\/\.within\.website\/x\/cmd\/anubis/i },
  { who: 'Sucuri', words: /sucuri_cloudproxy_js|Sucuri Website Firewall/i },
];
