/** Whether a short line is the heading of related articles, in the languages that we meet. */
export const isRelatedHeading = (text: string): boolean => text !== '' && RELATED.test(text);

/** Whether a short line is the heading of articles that may please, related or not. */
export const isLikelyHeading = (text: string): boolean => text !== '' && LIKELY.test(text);

/** Whether a short line is the heading of another list: most read, latest, advertisements, comments. */
export const isOtherHeading = (text: string): boolean => text !== '' && OTHER.test(text);

/** "Read more: Title" → "Title". */
export const withoutLeadIn = (text: string): string => text.replace(LEAD_IN, '').trim() || text;

const edge = '[\\s•:»›>…!?.–—-]*';
const line = (parts: string[]): RegExp => new RegExp(`^${edge}(?:${parts.join('|')})${edge}$`, 'iu');

const RELATED = line([
  'related(?: (?:articles?|stor(?:y|ies)|posts?|content|links?|news|coverage|reading|items?|materials?|reads?|features?|headlines|reports?|to this (?:article|story)))?',
  '(?:read|see) (?:also|more)|also read|also see|read this next|further reading|learn more',
  'more (?:on|about) (?:this(?: (?:topic|story|subject))?|the topic|.{3,40})',
  'more (?:stories|articles) (?:like this|on this|about).{0,30}|similar (?:articles|stories|posts|news)|more like this',
  'background',
  '(?:mehr|artikel) zum thema(?: (?:auf|bei|in|im) .{2,25})?|zum thema|lesen sie (?:auch|mehr)(?: zum thema)?|lies auch|auch interessant|ähnliche (?:artikel|beiträge|themen)|verwandte (?:artikel|themen|beiträge)|weitere (?:artikel|beiträge) zum thema|passend zum thema|siehe auch|weiterführende links|mehr dazu|lesetipps?|(?:die )?redaktion empfiehlt',
  'à lire aussi|lire aussi|à lire|sur le même (?:sujet|thème)|articles? (?:liés|similaires|connexes|associés)|en savoir plus|pour aller plus loin',
  'te puede interesar|también te puede interesar|(?:noticias|artículos|notas|contenidos?|temas) relacionad[ao]s|relacionad[ao]s?|lea (?:también|además)|ver además|más sobre.{0,40}|le puede interesar|lee también|mira también',
  'leia (?:mais|também)|veja (?:mais|também)|(?:artigos|notícias|posts|matérias|conteúdos?) relacionad[ao]s|saiba mais|posts? relacionados?',
  'leggi anche|articoli correlati|(?:notizie )?correlat[ei]|approfondimenti|per approfondire',
  'lees ook|lees verder|gerelateerd(?:e artikelen)?|läs (?:också|även|mer)|les også|læs også|relatert|lue myös|czytaj (?:także|też|również)|zobacz (?:także|też)|čtěte také|související(?: články)?|olvasta már|читайте (?:также|ещё)|по теме|материалы по теме|похожие (?:статьи|материалы|записи)|ilgili (?:haberler|konular)|читайте також',
  '関連記事|関連(?:ニュース|リンク|情報)|あわせて読みたい|相关(?:阅读|新闻|文章|推荐|报道)|相關(?:閱讀|新聞|文章|報導)|延伸閱讀|관련 ?(?:기사|뉴스)|مقالات ذات صلة|اقرأ أيضا|مواضيع ذات صلة|מאמרים קשורים|(?:ข่าว|เรื่อง|บทความ)ที่เกี่ยวข้อง|tin liên quan|bài viết liên quan|संबंधित (?:खबरें|समाचार)',
]);

const LIKELY = line([
  'you (?:may|might)(?: also)? (?:like|enjoy|be interested in)(?: .{0,20})?',
  "(?:read|see) next|in case you missed it|don[’']t miss|recommended(?: (?:reading|articles|stories|for you))?|what to read next|suggested (?:reading|articles|stories)",
  'das könnte (?:sie|dich|ihnen) auch (?:interessieren|gefallen)|potrebbe interessarti(?: anche)?|vous aimerez aussi|também pode gostar|puede interesarte|dit vind je misschien ook leuk',
]);

const OTHER = line([
  "most (?:read|popular|viewed|shared|commented|recent|watched)(?: .{0,30})?|(?:popular|trending|featured|latest|recent|top|hot)(?: .{0,25})?|headlines|editors?[’']?s?[’']? (?:picks?|choice)",
  'comments?(?: .{0,20})?|leave a .{0,25}|tags?|topics?|categories|share.{0,30}|follow.{0,30}|newsletters?.{0,30}|subscribe.{0,30}|sign up.{0,40}',
  'advertisement|sponsored.{0,30}|promoted.{0,30}|around the web|from (?:the web|our partners).{0,20}|paid content|partner content|more from .{0,40}|recommended by .{0,30}|you may like|up next|about .{0,40}|references?|sources?',
  'meistgelesen.{0,20}|kommentare?|anzeige|neueste.{0,20}|aktuelle.{0,20}|les plus lus|commentaires?|más leídas?|lo más .{0,20}|comentarios|últimas.{0,20}|mais lidas?|i più letti|mest lest',
]);

const LEAD_IN =
  /^[\s•>»→[(*-]*(?:related(?: (?:articles?|stor(?:y|ies)|posts?|content|links?|news|reading))?|read (?:more|also|next|this next)|also read|see also|more on this|must read|don[’']t miss|in case you missed it|lesen sie (?:auch|hier|mehr|dazu auch)|lies auch|mehr dazu|mehr zum thema|siehe auch|auch interessant|à lire aussi|lire aussi|a lire|lea (?:también|además|más)|lee también|te puede interesar|le puede interesar|también puede leer|ver también|leia (?:mais|também)|veja também|leggi anche|lees ook|läs (?:också|även|mer)|les også|læs også|czytaj (?:także|też|również|więcej)|zobacz (?:też|także)|čtěte také|читайте также|関連記事|相关阅读)\s*(?:[:：|–—>»→\])-]+|(?=\p{Lu}))\s*/iu;

/** Class and id words of blocks of related articles. */
export const RELATED_NAMES =
  /(?:^|[^a-z])(?:related|relateds|relateditems?|related[-_]?(?:articles?|posts?|stor(?:y|ies)|content|links?|news|topics|coverage)|relatedposts|yarpp|jp-relatedposts|see[-_]?also|relacionad[ao]s|verwandte?|zum[-_]?thema|similar(?:[-_]?(?:articles|posts|stories))?|more[-_]?on|further[-_]?reading|readalso|read[-_]?also|lire[-_]?aussi|leggi[-_]?anche|correlati|ilgili)(?![a-z])|related[A-Z]|Related/;

/** Class and id words of what is no list of articles of the page's own. */
export const FOREIGN_NAMES =
  /(?:^|[^a-z])(?:outbrain|taboola|zergnet|sponsor(?:ed)?|promoted|advert(?:isement)?|adsbygoogle|comments?|disqus|(?<!(?:article|post|entry|story|content)[-_]{1,2})footer|breadcrumbs?|menu|navbar|social|share|sharing|newsletter|author-?bio|cookie|login|subscribe|related-?(?:tags|topics|keywords|categories))(?![a-z])/i;

/** Class and id words of other lists; a heading may know better. */
const OTHER_LISTS =
  /(?:^|[^a-z])(?:most-?(?:read|popular|viewed)|popular|trending|tags?|tag-?list|tag-?cloud|latest|recent-?posts)(?![a-z])/i;

export const isOtherList = (names: string): boolean => OTHER_LISTS.test(names);

export const isUnrelatedName = (names: string): boolean => FOREIGN_NAMES.test(names) || isOtherList(names);
