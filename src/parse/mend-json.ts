/**
 * JSON as it was meant: without commas before closing brackets, control characters in strings escaped; cut off, it ends
 * after the last element of a list of its root that is whole. What else is wrong with it stays. One pass.
 */
export function mendJson(json: string): { text: string; complete: boolean } {
  const open: string[] = [];
  let text = '';
  let whole = 0;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(json)?.[0]; token !== undefined; token = TOKEN.exec(json)?.[0]) {
    if (token === '"') {
      const end = endOfString(json, TOKEN.lastIndex);
      text += `"${json.slice(TOKEN.lastIndex, end).replace(CONTROL, escaped)}`;
      TOKEN.lastIndex = end;
    } else if (token !== ',' || !closes(json, TOKEN.lastIndex)) text += token;
    if (token === '{' || token === '[') open.push(token);
    else if (token === '}' || token === ']') {
      open.pop();
      if (open.length === 2 && open[1] === '[') whole = text.length;
    }
  }
  const complete = open.length === 0;
  return { text: complete ? text : `${text.slice(0, whole)}]}`, complete };
}

const TOKEN = /["{}[\],]|[^"{}[\],]+/g;
const CONTROL = /[\u0000-\u001f]/g;
const CLOSING = /\s*[}\]]/y;

const escaped = (control: string): string => JSON.stringify(control).slice(1, -1);

/** Where the string ends whose text begins here: behind its quote, or with the document. */
function endOfString(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

/** Whether nothing but space stands before the next closing bracket. */
function closes(json: string, from: number): boolean {
  CLOSING.lastIndex = from;
  return CLOSING.test(json);
}
