/**
 * Whether a text is but a form that publishers fill in where a summary was due, as
 * "Publication date: May 2026 Source: Annals of Sleep, Volume 3 Author(s): A. Berg, C. Dahl": labelled facts of the
 * issue from its first word on, and no sentence.
 */
export function isForm(text: string): boolean {
  if (NAME_AND_DOI.test(text)) return true;
  const [before = '', ...fields] = text.slice(0, MOST).split(LABEL);
  if (before.trim() !== '' || fields.length === 0) return false;
  return fields.length > 1 ? !fields.some(isProse) : !isProse(text) && text.length < ONE_FIELD;
}

/** Whether a title names nothing: a stand-in, an address or a form. */
export const isNoTitle = (title: string): boolean => STAND_IN.test(title.trim()) || isForm(title);

/** "Journal of Examples DOI: 10.5555/examples.6c00854" */
const NAME_AND_DOI = /^[^.!?]{0,100}\bdoi:\s*10\.\S+$/i;

const LABEL =
  /(?:^|(?<=[\s.;|]))(?:publication date|(?:first )?published(?: online)?|available online|source|journal|author(?:s|\(s\))?|doi|volume|issue|pages?|article (?:type|number))\s*:/i;

/** Names, dates and titles of journals have few words in small letters. */
const isProse = (field: string): boolean => (field.match(/(?<!\p{L})\p{Ll}{2,}/gu) ?? []).length >= 8;

/** Longer than any form; what follows is not looked at. */
const MOST = 5000;
/** "Source: Annals of Sleep" */
const ONE_FIELD = 80;

const STAND_IN =
  /^[([]?(?:untitled(?: (?:document|post|article|page))?|no title|ohne titel|kein titel|sans titre|sin t[ií]tulo|sem t[ií]tulo|senza titolo|zonder titel|無題|无标题)[)\]]?$|^https?:\S+$/iu;
