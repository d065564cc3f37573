/** Whether a text says in its first words that an agency wrote it: "(Reuters) -", "LONDON (AFP)", "GENEVA, May 3 (Xinhua) —". */
export function isCredited(text: string): boolean {
  return CREDIT.test(text.slice(0, 120));
}

const CREDIT =
  /^\s*(?:[\p{L}\p{N} .,/'’-]{0,60})?\((?:Reuters(?: Health)?|AP|AFP|UPI|PA|dpa|ANSA|EFE|Xinhua|IANS|PTI|ANI|Kyodo|TASS|HealthDay(?: News)?|Bloomberg|CNN)\)/u;
