/**
 * Months by name and abbreviation in the languages that feeds and pages are mostly written in: lower case,
 * without accents, as sentences inflect them. One line a month.
 */
const NAMES = [
  'january jan januar janvier janv enero ene gennaio gen janeiro januari tammikuu tammikuuta tammi ' +
    'styczen stycznia sty leden ledna led januara ianuarie ian ocak oca ιανουαριου ιαν январь января янв ' +
    'січень січня січ януари јан јануари sij sijecnja sijecanj јануар jaan jaanuar janvaris sausio sausis ' +
    'gener xan xaneiro يناير ינו ינואר',
  'february feb februar fevrier fevr febrero febbraio fevereiro fev februari helmikuu helmikuuta helmi ' +
    'luty lutego lut unor unora uno februara febr februarie subat sub φεβρουαριου φεβ февраль февраля ' +
    'февр лютии лютого лют февруари фев velj veljace veljaca феб фебруар veebr veebruar februaris vasario ' +
    'vasaris febrer febreiro فبراير شباط פבר פברואר',
  'march mar marz mars marzo marco maart mrt marts maaliskuu maaliskuuta maalis marzec marca brezen ' +
    'brezna bre marec marcius marc martie mart μαρτιου μαρ март марта мар березень березня бер maret ozu ' +
    'ozujka ozujak kovo kovas mac مارس اذار מרץ',
  'april apr avril avr abril abr aprile huhtikuu huhtikuuta huhti kwiecien kwietnia kwi duben dubna dub ' +
    'aprila aprilis aprilie nisan nis απριλιου απρ апрель апреля апр квітень квітня квіт април tra ' +
    'travnja travanj aprill balandzio balandis ابريل نيسان אפר אפריל',
  'may mai mayo maggio mag maio mei maj toukokuu toukokuuta touko maja kveten kvetna kve majus mayis ' +
    'μαιου μαι маи мая травень травня трав мај svi svibnja svibanj maijs geguzes geguze maig مايو ايار ' +
    'מאי',
  'june jun juni juin junio giugno giu junho kesakuu kesakuuta kesa czerwiec czerwca cze cerven cervna ' +
    'cvn juna junius iunie iun haziran haz ιουνιου ιουν июнь июня июн червень червня черв юни јун јуни ' +
    'lipnja lipanj junij juuni junijs birzelio birzelis juny xuno يونيو حزيران יוני',
  'july jul juli juillet juil julio luglio lug julho heinakuu heinakuuta heina lipiec lipca lip ' +
    'cervenec cervence cvc jula julius iulie iul temmuz tem ιουλιου ιουλ июль июля июл липень липня лип ' +
    'юли јул јули srpnja srpanj julij juuli julijs liepos liepa juliol xul xullo julai يوليو تموز יולי',
  'august aug aout agosto ago augustus augusti elokuu elokuuta elo sierpien sierpnia sie srpen srpna ' +
    'srp augusta augusztus agustos agu αυγουστου αυγ август августа авг серпень серпня серп agustus kol ' +
    'kolovoza kolovoz avg avgust augusts rugpjucio rugpjutis agost agust ogo ogos اغسطس اب אוג אוגוסט',
  'september sep sept septembre septiembre settembre set setembro syyskuu syyskuuta syys wrzesien ' +
    'wrzesnia wrz zari zar septembra szeptember szept septembrie eylul eyl σεπτεμβριου σεπ сентябрь ' +
    'сентября сент вересень вересня вер септември сеп ruj rujna rujan септембар septembar septembris ' +
    'rugsejo rugsejis setembre سبتمبر ايلول ספט ספטמבר сен',
  'october oct oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta loka pazdziernik ' +
    'pazdziernika paz rijen rijna rij oktobra octombrie ekim eki οκτωβριου οκτ октябрь октября окт ' +
    'жовтень жовтня жовт октомври октобар oktobar oktoober oktobris spalio spalis اكتوبر אוק אוקטובר',
  'november nov novembre noviembre novembro marraskuu marraskuuta marras listopad listopada lis ' +
    'listopadu novembra noiembrie kasim kas νοεμβριου νοε ноябрь ноября нояб листопад листопада лист ' +
    'ноември ное stu studenoga studeni нов новембар novembar novembris lapkricio lapkritis نوفمبر נוב ' +
    'נובמבר ноя',
  'december dec dezember dez decembre diciembre dic dicembre dezembro desember des joulukuu joulukuuta ' +
    'joulu grudzien grudnia gru prosinec prosince pro decembra decembrie aralik ara δεκεμβριου δεκ ' +
    'декабрь декабря дек грудень грудня груд декември prosinca prosinac дец децембар decembar dets ' +
    'detsember decembris gruodzio gruodis desembre decembro disember ديسمبر דצמ דצמבר',
];

const MONTHS = new Map(
  NAMES.flatMap((names, month) => names.split(' ').map((name): [string, number] => [name, month + 1])),
);

/** 1–12; null if the word names no month. */
export function monthOf(word: string): number | null {
  const plain = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i');
  return MONTHS.get(plain) ?? null;
}
