// Makes src/newsletter/data/digest.html, which mails are filled into, of src/newsletter/mail/digest.mjml.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import mjml from 'mjml';

const from = new URL('../src/newsletter/mail/digest.mjml', import.meta.url);
const to = new URL('../src/newsletter/data/digest.html', import.meta.url);

/** The template as HTML. Throws where the MJML is not valid. */
export async function buildMail(source = readFileSync(from, 'utf8')) {
  const { html, errors } = await mjml(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const lines = html.split('\n').map((line) => line.trim().replaceAll(' style width=', ' width='));
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(to, await buildMail());
