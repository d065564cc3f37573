/** Text from outside, safe to show at a terminal: no control characters, no marks that turn the writing around. */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
