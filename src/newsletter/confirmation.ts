import { escapeUTF8 } from 'entities';
import { OUR_LANGUAGE } from '../core/language.ts';
import type { Choice } from '../core/newsletter.ts';
import { CONFIRMATION_HOURS } from './confirm.ts';
import type { OutgoingMail } from './mail.ts';
import { CONFIRMATION, describeChoice } from './words.ts';

export type ConfirmationParts = {
  to: string;
  site: { title: string; url: string };
  choice: Choice;
  /** Whether they get the newsletter already, and would only change it. */
  isActive: boolean;
  token: string;
  messageId: string;
  postalAddress: string;
  labelOf: (slug: string) => string;
};

/** The mail that asks whether it was really them. It says nothing that somebody else could have written into the form. */
export function confirmationMail(parts: ConfirmationParts): OutgoingMail {
  const { to, site, isActive, token, messageId } = parts;
  const title = oneLine(site.title);
  const choice = describeChoice(parts.choice, parts.labelOf);
  const link = new URL(`newsletter/confirm?token=${token}`, site.url).href;
  const words = CONFIRMATION;
  const asked = (isActive ? words.change : words.asked)(title, choice);
  const press = isActive ? words.pressChange : words.press;
  const ignore = (isActive ? words.ignoreChange : words.ignore)(CONFIRMATION_HOURS);
  const sender = [title, ...parts.postalAddress.split('\n')];
  return {
    to,
    subject: words.subject(title),
    text: `${[words.greeting, asked, press, link, ignore, `-- \n${sender.join('\n')}`].join('\n\n')}\n`,
    html: page(title, [
      paragraph(escapeUTF8(words.greeting)),
      paragraph(escapeUTF8(asked)),
      paragraph(escapeUTF8(press)),
      `<p style="margin:24px 0"><a href="${escapeUTF8(link)}" style="background:#0b6e66;border-radius:6px;color:#ffffff;display:inline-block;font-weight:bold;padding:12px 24px;text-decoration:none">${escapeUTF8(words.button)}</a></p>`,
      paragraph(`<a href="${escapeUTF8(link)}" style="word-break:break-all">${escapeUTF8(link)}</a>`),
      paragraph(escapeUTF8(ignore)),
      `<p style="color:#5b6670;font-size:14px;margin:32px 0 0">${sender.map(escapeUTF8).join('<br>')}</p>`,
    ]),
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

const page = (title: string, parts: readonly string[]): string =>
  `<!DOCTYPE html>
<html lang="${OUR_LANGUAGE}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeUTF8(title)}</title></head>
<body style="font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;margin:0 auto;max-width:560px;padding:24px">
${parts.join('\n')}
</body></html>
`;

const paragraph = (html: string): string => `<p style="margin:0 0 16px">${html}</p>`;

/** Without anything that could end a header or turn the direction of the text. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
