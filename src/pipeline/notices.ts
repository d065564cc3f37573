import type { Article } from '../core/article.ts';
import type { Instant } from '../core/instant.ts';
import type { Notice, Story } from '../core/story.ts';
import type { StudyIds } from '../core/study.ts';
import type { Posting, Store } from '../store/store.ts';
import { noticeOf } from '../stories/notices.ts';
import type { PaperNotice } from '../stories/retraction-csv.ts';

/**
 * Files notices under the papers that they are about, and asks for the stories on these papers to be looked at
 * again, published or not. A story that comes later finds the notice under the same key.
 * Answers how many articles are affected.
 */
export async function fileNotices(papers: readonly PaperNotice[], store: Store): Promise<number> {
  let affected = 0;
  for (let start = 0; start < papers.length; start += BATCH) {
    const some = papers.slice(start, start + BATCH);
    const postings = await store.lookup(some.flatMap(studyKeys));
    const articleIds = [...new Set([...postings.values()].flatMap(({ ids }) => ids))];
    affected += articleIds.length;
    await store.commit({
      keys: some.flatMap((paper) =>
        noticeKeys(paper).map((key): [string, string] => [
          key,
          JSON.stringify({ ...paper.notice, at: null }),
        ]),
      ),
      pending: { add: articleIds.map((id) => `group:${id}`) },
    });
  }
  return affected;
}

/** The notices on any of these works, as learned of at `at`. */
export async function noticesOn(ids: StudyIds, at: Instant, store: Pick<Store, 'lookup'>): Promise<Notice[]> {
  const keys = [
    ...ids.doi.map((doi) => `notice:doi:${doi}`),
    ...ids.pmid.map((pmid) => `notice:pmid:${pmid}`),
  ];
  if (keys.length === 0) return [];
  const postings: Iterable<Posting> = (await store.lookup(keys)).values();
  return [...postings].flatMap((posting) => posting.ids.map((json): Notice => ({ ...JSON.parse(json), at })));
}

/** The notices that articles bring ("Retraction: …"), where they name the paper. */
export function noticesIn(articles: readonly Article[], at: Instant): PaperNotice[] {
  return articles.flatMap(({ title, summary, page, studies, url, published }) => {
    const notice = noticeOf({ title, text: page?.text ?? summary, studies, url, date: published }, at);
    return notice === null || notice.doi === null ? [] : [{ doi: notice.doi, pmid: null, notice }];
  });
}

/** The key under which stories with a notice are listed. */
export const FLAGGED = 'stories:flagged';

/** Stories that carry a notice, the latest first, at most 200. */
export async function flaggedStories(store: Pick<Store, 'lookup' | 'stories'>): Promise<Story[]> {
  const ids = (await store.lookup([FLAGGED])).get(FLAGGED)?.ids ?? [];
  return (await store.stories(ids)).filter(({ mergedInto }) => mergedInto === null);
}

const BATCH = 2000;

const noticeKeys = (paper: PaperNotice) => named(paper).map((name) => `notice:${name}`);
const studyKeys = (paper: PaperNotice) => named(paper).map((name) => `study:${name}`);

const named = ({ doi, pmid }: PaperNotice): string[] => [
  ...(doi === null ? [] : [`doi:${doi}`]),
  ...(pmid === null ? [] : [`pmid:${pmid}`]),
];
