import { oneLine } from '../core/text.ts';

/** The names in a byline: "By Jane Doe and Max Roe, Staff Writers | 5 March 2024" → Jane Doe, Max Roe. */
export function splitNames(line: string): string[] {
  let text = oneLine(line)
    .replace(/https?:\/\/\S+|www\.\S+/g, ' ')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, ' ')
    .replace(/\(?@\w+\)?/g, ' ')
    .replace(LEAD, '')
    .replace(LEAD, '');
  text = text.replace(TAIL, '').replace(/\s*\([^)]*(?:\)|$)\s*/g, ' ');
  return text
    .split(SPLIT)
    .map((part) =>
      part
        .replace(LEAD, '')
        .replace(/^[\s,.:;|•·/–—-]+|[\s,:;|•·/–—-]+$/g, '')
        .trim(),
    )
    .filter((part) => part !== '' && !ROLE.test(part) && !NOT_NAME.test(part));
}

/** Whether a text may be somebody's name, or an agency's: short, no sentence, no address, no date. */
export function isPersonLike(name: string): boolean {
  return (
    name.length >= 2 &&
    name.length <= 80 &&
    name.split(' ').length <= 8 &&
    /\p{L}{2}/u.test(name) &&
    !/[<>{}[\]=?!]|https?:|www\.|\d{3}/.test(name) &&
    !NOT_NAME.test(name)
  );
}

const LEAD =
  /^\s*(?:(?:(?:written|posted|published|reported|reviewed|medically reviewed|created|story|words|article|text|report|analysis|opinion|photos?|edited|by[- ]?line) )?(?:by|von|par|por|di|door|av|af|przez|oleh)\b\s*:?|by:|(?:text|texto|texte|testo|autor(?:in|en|es|a)?|authors?|auteurs?|autore|written|redaktion|reporter|journalist|author)\s*:|作者[:：]?|文[/／:：]|記者[:：]?)\s*/i;

const TAIL =
  /\s*(?:[|•·]|\s[–—-]\s|,?\s(?=(?:on|am|le|el|em|vom)?\s?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,)|,?\s(?=(?:on )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)|\b(?:published|updated|posted|last updated|first published|veröffentlicht|aktualisiert|publié|actualizado|publicado)\b|\d{1,2}[:./]\d{1,2}|\d{1,2}\.? \p{L}+ \d{4}|(?<=\p{L}{2}),? (?:special to|for the|staff (?:writer|reporter)|senior|correspondent|contributor)\b).*$/iu;

const SPLIT =
  /\s*[;|/•·]\s*|\s*,\s*(?:and|und|y|et|e|og|och|&)?\s+|\s+(?:and|und|et|og|och|en|&|with|y|e|i|ve|и|та)\s+(?=\p{Lu}|\p{Lo}|\p{Ll}+$)|\s*[、，]\s*|\s*&\s*/u;

const ROLE =
  /^(?:(?:senior|chief|staff|guest|freelance|contributing|associate|assistant|deputy|managing|executive|political|national|health|science|medical|special) )*(?:writer|reporter|editor|correspondent|contributor|journalist|author|columnist|producer|redakteur(?:in)?|autor(?:in)?|jr\.?|sr\.?|md|m\.d\.|phd|ph\.d\.|rn|mph|m\.?sc\.?|b\.?sc\.?|dr|prof|esq\.?|ba|ma|ms|mba|do|facp|facc|rd|ldn|cns|pharmd|dnp|np|dds|bsn)(?: (?:at|for|of|in) .*)?$/i;

const NOT_NAME =
  /^(?:admin(?:istrator)?|editor|null|undefined|none|unknown|anonymous|author|guest|user|n\/a|view .*|see .*|more .*|read .*|about .*|follow.*|share.*|published.*|updated.*|posted.*|comments?|by|von|and|und|the|on|in|at|am|pm|est|edt|gmt|utc|email|e-mail|bio|twitter|facebook|linkedin|print|all posts.*|.*'s (?:posts|profile)|contact.*|subscribe.*)$/i;
