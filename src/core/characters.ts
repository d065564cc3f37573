/**
 * A text with only characters that every format can hold and show, its lines ended by \n. Other controls,
 * non-characters, halves of surrogate pairs and U+FFFD, which stands for a character lost on the way, go.
 * C1 controls are what windows-1252 wrote there, as browsers read them (WHATWG Encoding).
 */
export function showable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(
      /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Noncharacter_Code_Point}\ufffd]/gu,
      '',
    )
    .replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]?.trim() ?? '');
}

/** Also finds whole surrogate pairs; a class of plain code units is read fastest. */
const SUSPECT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]/;

/** 0x80 to 0x9F; a space where nothing is defined. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
