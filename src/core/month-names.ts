/**
 * Months by name and abbreviation in the languages that feeds and pages are mostly written in: lower case,
 * without accents, as sentences inflect them. One line a month.
 */
const NAMES = [
  'january jan januar janvier janv enero ene gennaio gen janeiro januari tammikuu tammikuuta tammi ' +
    'styczen stycznia sty leden ledna led januara ianuarie ian ocak oca ιανουαριου ιαν январь января ' +
    'янв січень січня січ януари',
  'february feb februar fevrier fevr febrero febbraio fevereiro fev februari helmikuu helmikuuta ' +
    'helmi luty lutego lut unor unora uno februara febr februarie subat sub φεβρουαριου φεβ февраль ' +
    'февраля февр лютии лютого лют февруари',
  'march mar marz mars marzo marco maart mrt marts maaliskuu maaliskuuta maalis marzec marca brezen ' +
    'brezna bre marec marcius marc martie mart μαρτιου μαρ март марта мар березень березня бер maret',
  'april apr avril avr abril abr aprile huhtikuu huhtikuuta huhti kwiecien kwietnia kwi duben dubna ' +
    'dub aprila aprilis aprilie nisan nis απριλιου απρ апрель апреля апр квітень квітня квіт април',
  'may mai mayo maggio mag maio mei maj toukokuu toukokuuta touko maja kveten kvetna kve majus mayis ' +
    'μαιου μαι маи мая травень травня трав',
  'june jun juni juin junio giugno giu junho kesakuu kesakuuta kesa czerwiec czerwca cze cerven ' +
    'cervna cvn juna junius iunie iun haziran haz ιουνιου ιουν июнь июня июн червень червня черв юни',
  'july jul juli juillet juil julio luglio lug julho heinakuu heinakuuta heina lipiec lipca lip ' +
    'cervenec cervence cvc jula julius iulie iul temmuz tem ιουλιου ιουλ июль июля июл липень липня лип ' +
    'юли',
  'august aug aout agosto ago augustus augusti elokuu elokuuta elo sierpien sierpnia sie srpen srpna ' +
    'srp augusta augusztus agustos agu αυγουστου αυγ август августа авг серпень серпня серп agustus',
  'september sep sept septembre septiembre settembre set setembro syyskuu syyskuuta syys wrzesien ' +
    'wrzesnia wrz zari zar septembra szeptember szept septembrie eylul eyl σεπτεμβριου σεπ сентябрь ' +
    'сентября сент вересень вересня вер септември',
  'october oct oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta loka pazdziernik ' +
    'pazdziernika paz rijen rijna rij oktobra octombrie ekim eki οκτωβριου οκτ октябрь октября окт ' +
    'жовтень жовтня жовт октомври',
  'november nov novembre noviembre novembro marraskuu marraskuuta marras listopad listopada lis ' +
    'listopadu novembra noiembrie kasim kas νοεμβριου νοε ноябрь ноября нояб листопад листопада лист ' +
    'ноември',
  'december dec dezember dez decembre diciembre dic dicembre dezembro desember des joulukuu ' +
    'joulukuuta joulu grudzien grudnia gru prosinec prosince pro decembra decembrie aralik ara ' +
    'δεκεμβριου δεκ декабрь декабря дек грудень грудня груд декември',
];

const MONTHS = new Map(
  NAMES.flatMap((names, month) => names.split(' ').map((name): [string, number] => [name, month + 1])),
);

/** 1–12; null if the word names no month. */
export function monthOf(word: string): number | null {
  const plain = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i');
  return MONTHS.get(plain) ?? null;
}
