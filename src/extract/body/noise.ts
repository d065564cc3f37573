import type { Element } from 'domhandler';
import { textOf } from '../dom.ts';

/** Whether an element is the heading of something beside the text: related links, comments, sharing, a sign-up. */
export function isNoiseHeading(element: Element): boolean {
  if (!/^(?:h[1-6]|p|div|strong|b|span)$/.test(element.name)) return false;
  const text = textOf(element, 200);
  return text.length > 0 && text.length < 60 && HEADINGS.test(text);
}

/** Whether a short block is a call to share, to sign up, to read on, or an advertisement's label. */
export function isNoiseLine(element: Element, density: number): boolean {
  const text = textOf(element, 500);
  if (LABEL.test(text)) return true;
  if (density > 0.3 && LEAD_IN.test(text)) return true;
  return text.length < 300 && CALL.test(text);
}

const HEADINGS = new RegExp(
  `^[\\s•:»›-]*(?:${[
    'related(?: (?:articles?|stor(?:y|ies)|posts?|topics?|content|links?|news|coverage|reading|items?|materials?|videos?|tags))?',
    '(?:read|see|view) (?:more|next|also)(?: .{0,25})?',
    'more (?:on|from|in|about|like) .{0,40}',
    'more (?:stories|news|articles|headlines|coverage)|more \\p{Lu}\\p{L}+(?: \\p{L}+)?|(?:all|also) on .{0,30}|watch (?:more|now|next)',
    'most (?:read|popular|viewed|shared|commented|recent)(?: .{0,20})?',
    'you (?:may|might)(?: also)? (?:like|enjoy|be interested in).{0,20}',
    '(?:recommended|suggested|popular|trending|featured|latest|recent)(?: (?:for you|stories|articles|posts?|reading|news|now|videos?|content|stories for you))?',
    'recommended by .{0,20}',
    'share(?: (?:this|on|via|it|the) ?.{0,25})?:?',
    'follow (?:us|me)(?: .{0,25})?',
    'comments?(?: \\(?\\d+\\)?)?|\\d+ comments?|leave a (?:reply|comment).{0,20}|post a comment|join the (?:conversation|discussion)|add a comment|\\d+ (?:responses|replies|thoughts).{0,60}',
    'about the authors?|about author|contributors?|filed under.{0,10}|tags?|topics?|categories|share this.{0,20}|like this',
    'newsletters?|sign up.{0,40}|subscribe.{0,40}|advertisement|sponsored(?: .{0,20})?|around the web|from the web|from our partners|promoted',
    "up next|next article|previous article|what to read next|editors?[’']?s?[’']? picks?|don[’']t miss|top stories|in this (?:article|section)",
    'das könnte (?:sie|dich|ihnen).{0,30}|mehr zum thema|lesen sie auch|auch interessant|weitere (?:artikel|themen|nachrichten|meldungen|beiträge).{0,20}|ähnliche (?:artikel|beiträge).{0,20}|meistgelesen|mehr (?:aus|von|zu).{0,30}|kommentare?(?: \\(?\\d+\\)?)?|kommentar verfassen|schreibe einen kommentar|teilen|artikel teilen|schlagw[oö]rte?r?|themen|zum thema|passend zum thema',
    'à lire(?: aussi)?.{0,20}|lire aussi.{0,20}|sur le même (?:sujet|thème)|articles? (?:liés|similaires|connexes)|commentaires?|partager.{0,20}|les plus lus',
    '(?:le|te) puede interesar|temas relacionad[ao]s|contexto de la noticia|etiquetas|(?:noticias|artículos|notas) relacionad[ao]s|relacionad[ao]s|lea también.{0,10}|más (?:noticias|información|leídas?).{0,20}|ver más|comentarios?|compartir|compartilhe.{0,20}|leia (?:mais|também)|veja também|artigos relacionados|notícias relacionadas|posts relacionados|saiba mais',
    'leggi anche.{0,10}|articoli correlati|potrebbe interessarti.{0,10}|lees ook.{0,10}|läs (?:också|även|mer).{0,10}|les også.{0,10}|læs også.{0,10}|czytaj (?:także|też|więcej).{0,10}|čtěte také.{0,10}|související(?: články)?|читайте также.{0,10}|похожие .{0,20}|ilgili haberler|関連記事|相关(?:阅读|新闻|文章|推荐)|相關(?:閱讀|新聞|文章)|関連リンク|あわせて読みたい|おすすめ記事',
  ].join('|')})[\\s:»›…!?.-]*$`,
  'iu',
);

const LABEL =
  /^(?:advertisement|advertisment|ad|ads|sponsored(?: content)?|anzeige|werbung|publicidad|publicité|pubblicità|reklam[ae]?|annons|annonse|continue reading.{0,60}|story continues below.{0,40}|article continues (?:below|after).{0,40}|scroll (?:down )?(?:to|for).{0,40}|skip (?:to|past|advert).{0,40}|loading\.*|share|tweet|print|email|e-mail|facebook|twitter|whatsapp|pinterest|linkedin|reddit|copy link|link copied.{0,10}|share this.{0,40}|listen(?: to (?:this )?article)?.{0,20}|\d+ (?:shares?|comments?|views?|likes?)|back to top|nach oben|(?:last )?(?:updated|modified|published)(?: on| at)?:? .{0,60}|reading time.{0,30}|\d+ min(?:ute)?s? read|view (?:gallery|comments|all).{0,30})$/i;

const LEAD_IN =
  /^(?:read (?:more|also|next|this|the full)|also read|more:|see also|related|watch|listen|don[’']t miss|click here|you may (?:also )?like|recommended|in case you missed|here[’']s|lesen sie|lies auch|mehr (?:zum|dazu)|auch interessant|siehe auch|à lire|lire aussi|lire la suite|lea (?:también|además)|leer más|(?:le|te) puede interesar|temas relacionad[ao]s|contexto de la noticia|etiquetas|mira también|ver también|leia (?:mais|também)|veja também|leggi anche|lees ook|läs (?:också|även|mer)|les også|læs også|czytaj (?:także|też|więcej)|читайте|oku|関連|>>|»|→|➡)/i;

const CALL =
  /^(?:(?:empfohlener (?:redaktioneller |externer )?inhalt|an dieser stelle (?:find|steht)|externer inhalt|recommended external content|ich bin (?:damit )?einverstanden|du kannst (?:ihn|es) dir mit einem klick|to (?:view|see) this (?:video|content|embed)|this (?:content|video|embed) is (?:hosted|provided|not available)|(?:dieses|dieser) (?:skript|artikel|beitrag) als pdf|alle angaben ohne gewähr|gefällt (?:dir|ihnen) (?:unser|dieser|der))|(?:please )?(?:create (?:an|your) account|don[’']t have an account|already have an account|get (?:email|our|the latest) (?:updates|news)|stay (?:up to date|informed)|placeholder image|sign up|subscribe|register|log ?in|join (?:our|us|the)|follow (?:us|@|our)|like us|download (?:our|the) app|get (?:our|the) (?:free |daily |weekly |latest )*(?:newsletter|app|news)|click here|support (?:our|us)|donate|become a (?:member|subscriber|patron)|already a (?:member|subscriber)|have (?:a|you got a) (?:tip|story)|got a (?:tip|story)|send (?:us )?(?:your )?(?:tips|feedback)|share (?:this|on|via)|(?:this (?:article|story) (?:was|is|has been|originally|first) (?:originally )?(?:published|appeared)))\b|©|copyright\b|all rights reserved|alle rechte vorbehalten|todos los derechos)/i;
