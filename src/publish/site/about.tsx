import type { SiteContext } from './context.ts';
import { renderPage } from './layout.tsx';
import { hrefOf } from './paths.ts';

/** How this works: where news come from, what is automatic, and what it is not. */
export function aboutPage({ site }: SiteContext, contact: string): string {
  const page = {
    path: 'about/',
    title: 'How this works',
    description: `How ${site.title} collects, sorts and labels medical news, and what it can't do.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <div class="narrow prose">
      <h1>How this works</h1>
      <p class="lede">
        {site.title} reads the feeds of journals, agencies and newsrooms, and puts what they publish in one
        place.
      </p>
      <h2>What you see</h2>
      <p>
        Each story shows its headline, the first words, and a link to where it was published. The whole text
        is only here where its licence allows that; pictures likewise. Several reports on the same thing make
        one story: the earliest original leads, the others are under “Also covered by”.
      </p>
      <h2 id="labels">Automatic labels</h2>
      <p>
        Topics, the kind of study, the number of participants, whether something is a preprint or was
        peer-reviewed, and related articles are found by fixed rules from the words of the text and the
        registers it names. No language model takes part. Beside each label stands the sentence that it comes
        from, so that you can judge it. Where the rules find no clear words, there is no label. They err: a
        label is a reason to look, not a finding.
      </p>
      <h2 id="not-advice">Not medical advice</h2>
      <p>
        Nothing here is medical advice, and a new study is seldom a reason to change a treatment. Talk to
        somebody who knows your case.
      </p>
      <h2 id="corrections">Retractions and corrections</h2>
      <p>
        Where a study is retracted, corrected or doubted by its journal, the story says so at the top and in
        every list, and comes back into the feeds as news.
      </p>
      <h2 id="contact">Mistakes, and wishes of publishers</h2>
      <p>
        Did we label something wrongly, or do you publish one of these sources and want something shown
        otherwise? <Contact contact={contact} />
      </p>
      <h2>For programs</h2>
      <p>
        Everything is also there as <a href={hrefOf(site, 'feeds/')}>feeds</a>; the JSON Feed carries labels,
        study numbers and coverage.
      </p>
    </div>,
  );
}

function Contact({ contact }: { contact: string }) {
  if (/^https?:\/\//i.test(contact)) return <a href={contact}>Write to us.</a>;
  const address = contact.replace(/^mailto:/i, '');
  return (
    <>
      Write to <a href={`mailto:${address}`}>{address}</a>.
    </>
  );
}
