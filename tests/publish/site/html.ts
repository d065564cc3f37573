import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // `<br/>` and `required=""`: the renderer's way, and good HTML.
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // Tables inside of articles are as their sources wrote them.
    'prefer-tbody': 'off',
    // Styles and scripts are ours; only those of other hosts would need it.
    'require-sri': ['error', { target: 'crossorigin' }],
    'no-inline-style': 'error',
    // Checkboxes of one group share a name, as radio buttons do.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    // Names of stories are as long as they are; search engines cut them.
    'long-title': 'off',
    // What sources write may hold several spaces or none after a sentence.
    'no-trailing-whitespace': 'off',
  },
});

/** What html-validate finds wrong with a page: `line:column rule message`. */
export async function htmlProblems(html: string): Promise<string[]> {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`),
  );
}
