/**
 * Stems of the commonest words of English: how often a word is met in general, until the store has counted
 * for itself. Derived from levels 10 and 20 of SCOWL by `stem()`.
 *
 * SCOWL is Copyright 2000-2016 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these
 * word lists, the associated scripts, the output created from the scripts, and its documentation for any
 * purpose is hereby granted without fee, provided that the above copyright notice appears in all copies and
 * that both that copyright notice and this permission notice appear in supporting documentation. Kevin
 * Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as
 * is" without express or implied warranty.
 */
export const VERY_COMMON = `
abil abl about abov absenc absolut abus academ accept access accid accident accord accordingli account
accur accuraci achiev acquir across act action activ actual ad add addit address adequ adjust administr
admit admittedli adopt advanc advantag advert advic adviz affair affect afford afraid after afternoon
afterward ag again against agenc ago agre agreement ahead aid aim air alarm album algorithm alia aliv
all allow almost alon along alreadi also alter altern although altogeth alwai am ambigu among amongst
amount amus an analog analysi ancient and angl angri ani anim annoi announc annual anonym anoth answer
anybodi anyon anyplac anyth anywai anywher apart apolog appar appeal appear appl appli applic appreci
approach appropri approv ar arbitrari area argu argument arithmet ariz arm armi around arrang arriv art
articl artifici artist as asid ask asleep aspect assembl assist associ assum assumpt assur at atmospher
attach attack attempt attend attent attitud attract audienc author automat automobil autumn avail averag
avoid aw awai awak awar award awkward back background backward bad badli balanc ball ban band bank bar
base basi basic batteri be bear beauti becam becaus becom bed been befor beforehand began begin begun
behalf behav behavior behind believ belong below benefit besid best bet better between beyond bid big
bigger biggest bill binari bind biologi bit bite bitten bizarr black blame blank block blow blue board
boat bodi boi book boot bore born borrow both bother bottl bottom bought bound box bracket branch brand
breach break bridg brief briefli bright bring broadcast broke broken brother brought brown bu bucket
budget buffer bug bui build built bulk bulletin buri busi but button by byte calcul cale call came
campaign can candid cannot capabl capac capit captain car card cardboard care carefulli carri case
cassett cat catalog catch categori caught caus ceas cell cent center central centuri certain certainli
chain chair chairman chanc chang channel chao chapter char charact charg cheap cheaper cheapest check
chemic chequ child children chip choic choos chose chosen church circl circuit circul circumst citi
citizen claim clarifi class clean clear clearer clearest clearli clever clock close closer closest club
clue code coffe cold collaps collect colleg color column combin come command comment commerci commiss
commit committe common commonli commun compani compar comparison compat competit compil complain
complaint complet complex complic compon compos composit comprehens comprom compulsori comput concept
concern conclus concret condit confer confid confirm confus connect consequ consid consider consist
constant constraint construct consumpt contact contain content context continu contract contrari
contrast contribut control conveni convent convers convert convinc cope copi core corner correct
correctli corrupt cost could council count counter counti countri coupl cours court cover crash crazi
creat creation creatur credit crisi crisp critic cross cry cs cultur cum cup cure curiou current cursor
custom cut cycl dai daili damag danger dare dark data databas date datum de dead deal dealt dear death
debat decad decent decid decis declar decreas dedic deduc deem deep deepli default defenc defens defin
definit degre delai delet deliber deliv deliveri demand democrat demonstr depart depend depth deriv
describ descript design desir desk desper despit destroi detail detect determin develop devic devot di
dictionari did die differ difficult difficulti digit dinner direct directli director directori dirti
disadvantag disagre disappear disast disc disciplin discount discourag discov discuss disk dislik
displai distanc distant distinct distinctli distinguish distribut district disturb ditto divid divis do
document dog dollar domain done door doubl doubt down dozen drastic draw drawn dream drew drink drive
driven driver drop drove dry dubiou due dumb dump dure duti dy each earli earlier earliest earth eas
easi easier easiest easili east eat eaten econom economi edg edit editor educ effect effici effort eight
either elect electr electron element elev els elsewher embarrass emerg emphasi employe empti enabl
encount encourag end enemi engin enjoi enorm enough ensur enter entir entiti entitl entranc entri
environ equal equip equival eras err error escap especi essenti establish estim even event eventu ever
everi everybodi everyon everyth everywher evid exact exactli examin exampl excel except excess exchang
exclud exclus excus execut exerc exist expand expans expect expens experi experienc experiment expert
explain explan explicit express extend extens extent extern extra extract extrem ey face facil fact
factor fail failur fair fairli faith fale fall fallen fals famili familiar famou fan fanci far farm
farther farthest fashion fast faster fastest fatal fate father fault favor favorit fear feasibl featur
fed feder feed feedback feel feet fell felt few fewer fewest field fight figur file fill film final
financi find fine finger finish finit fire firm firmli first firstli fiscal fish fit five fix flag flash
flat flavor flew flexibl fli flight float floor flow flown fly folk follow food foot for forc foreign
forev forget forgot forgotten form formal format former forth forthcom fortun forward found fourth
fraction frame free freedom freeli french frequent fresh fri friend friendli from front fry full fulli
fun function fund fundament funni further furthest futur ga gain game gap garbag garden gasolin gather
gave ge gener genuin get girl give given glad glass global go gone good got gotten govern governor
gradual graduat grai grand grant graph graphic grate grave great greater greatest greatli green grei
grew grind gross ground group grow grown growth guarante guard guess gui guid gun ha habit hack had hair
half hall hand handi handl hang happen happi happili hard harder hardest hardli hardwar harm harmless
hat hate have he head header health healthi hear heard heart heat heavi heavili held hell hello help
henc her here herebi herself hi hid hidden hide high higher highest highli hill him himself hint histor
histori hit hold hole holidai home honest hope hopefulli hor horribl hors hospit host hot hotel hous how
howev huge human hundr hung hunt hurri husband ic idea ideal ident identifi if ignor ill illeg imag
imagin immedi impact implement impli implic import importantli impos imposs impress improv in inabl
inadequ inch incid incident inclin includ incom incompat incomplet inconsist inconveni incorrect increas
inde independ index indic individu industri inevit inferior infinit influenc info inform initi inner
innoc input insert insid insist instal instanc instant instantli instead institut instruct insur integ
integr intellig intend intent interact interest interfac intern interpret interv intervent into introduc
introduct invalid invari invent investig invis invit involv irrelev irrit is isol issu it item itself
job joi join joint joke judg judgement judgment jump junk just justif justifi keen keep kei kept
keyboard kid kile kill kind kindli king knew knock know knowledg known label labor laboratori lack ladi
lai lain land languag larg larger largest last late later latest latter law layout lazi leach lead
leader leaf learn learnt least leav lectur led left leg legal lend length less lesser lesson let letter
level li liabl librari lie life lifetim lift light like likew limit line linear link list listen liter
literatur littl live load loan local locat lock log logic long longer longest look loop loos lorri lose
loss lost lot loudli love low lower lowest luck lucki lunch ly machin mad made magic magnet magnitud mai
mail main mainli maintain major make man manag mani manipul manner manual map march mark market marri
marriag mass massiv master match materi mathemat matter maximum mayb me mean meaning meaningless meant
measur mechan media medic medium meet member membership memori men mention mere merit mess messag messi
met metal method middl midnight might mile militari million mind mine minim minimum minor minut misl
mislead miss mistak mistaken mistook misunderstand misunderstood misus mix mod mode model modern modifi
moment monei monitor month moral more morn most mostli mother motion mouth move movement movi much
multipl music must my mysteri myzelf naiv name nasti nation natur naughti near nearbi nearer nearest
nearli necess necessari necessarili neck need neg neither nervou net network never nevertheless new next
nice nicer nicest night nine no nobodi noisi noiz none nonsens nor normal north not note noth notic
notifi novel now nowadai nowher numb number numbest numer obei object obscur observ obtain obviou
obvious occas occasion occupi occur odd of off offer offic offici often oh oil old older oldest omit on
onc onli onto open oper opinion opportun oppos opposit option or order ordinari organ origin other
otherw ought ourselv out outer output outsid over overal ow own owner pack packag packet page pai paid
pain pair paper paragraph parallel parent park part parti partial particular particularli partli pass
past patch path patient pattern paus peac peak peculiar pem pen peopl per perfect perfectli perform
perhap period perman permiss permit person persuad pet petrol phase phenomenon philosophi phone phrase
physic pi pick pictur piec pile pint pipe place plai plain plan plane planet plant plastic plea pleas
pleasant plenti plot plu plug pocket point pointless polic polici polit poll pool poor pop popul popular
port posit possibl post postmast potenti pound power practic practiz precis preciz prefer prepar presenc
present preserv presid press pressur presum pretti prevent previou previous price primari prime primit
principl print printer printout prior privat probabl problem procedur process processor produc product
profession program programm progress project promiz prompt promptli prone proof proper properli properti
proport propos prospect protect protest prove provid public publicli publish pule pull punctuat punctur
purchas pure purpos push put putt qualifi qualiti quantiti quarter question queue quick quicker quickest
quickli quiet quietli quit quot race radio rain raiz ran random randomli rang rapid rapidli rare rate
rather raw re reach react reaction read readabl reader readi readili real realiti realiz realli reason
recal receiv recent recept recogn recognit recommend record recov red reduc reduct redund refer reflect
refus regard regardless region regist regret regul regular regularli reject rel relat relationship
releas relev reli reliabl religi religion reluct remain remark rememb remind remot remov repair repeat
repeatedli replac repli report repres represent reproduc request requir research reserv resid resolut
resort resourc respect respond respons rest restart restor restrict result retain return reveal revers
review rewrit rid ride ridicul right ring risk river rize road role roll room root rough roughli round
rout routin row rubber rubbish rule rumor run rush sad sadli safe safer safest safeti sai said saint
sake saki sale same sampl sat satisfi save saw scale scan scene scheme school scienc scientif score
scrap scratch screen script search season second secondari secondli secret secretari section secur see
seek seem seen sele select self sell seminar send senior sens sensibl sensit sent sentenc separ sequenc
seri serial seriou serious serv server servic session set settl seven sever sex shall shame shape share
sharp she sheet shelf shell shift ship shoot shop short shortag shorter shortest shortli should show
shown shut side sight sign signal signific significantli silli similar similarli simpl simpler simplest
simpli simultan sinc sincer singl sit site situat six size skill sleep slight slightli slip slow slower
slowest slowli smaler small smallest smile smooth so social societi soft softwar sold sole solid solut
solv some somebodi somehow someon someplac someth sometim somewhat somewher son soon sooner soonest
sophist sorri sort sought sound sourc south southern space spare speak speaker special specif specifi
speech speed spele spell spelt spend spent spirit spite split spoke spoken spot spread spring squar
stabl staff stage stai stand standard start state statement station statist statu steal step stick still
stock stone stood stop storag store storei stori straight straightforward strang strategi stream street
strength strict strictli strike string strong strongli struck structur stuck student studi stuff stupid
style subject submit subsequ subset substanti substitut subtl succe success successfulli such sudden
suddenli suffer suffic suffici sugar suggest suit suitabl sum summari summer sun superior supervisor
suppli support suppos supposedli sure surfac surpriz survei surviv suspect suspend suspicion switch
symbol syntax system tabl take taken talk tank tape target task tast taught tax tea teach teacher team
technic techniqu technolog tediou teeth tele telephon televis tell temperatur temporari temporarili ten
tend tendenc term termin terminolog terribl test text than thank that the thei their them themselv then
theoret theori there therebi therefor these thi thin thing think third thoroughli those though thought
thousand threat three threw through throughout throw thrown thu ti ticket tie tight till time tin titl
to todai togeth token told tomorrow tonight too took tooth top topic total touch toward town trace track
tradit traffic train transfer translat transport trap trash travel treat treatment tree tri trial trick
trip trivial troubl truck true truli trunk trust truth try tune turn twelv twenti twice two ty type
typic ugli ultim unabl unaccept unawar uncertain unclear under undergradu underneath understand
understood unfortun unhappi uniform uniqu unit univers unknown unless unlik unlimit unnecessari
unnecessarili unpleas unreason unsuit until unusu unwant up updat upon upper upset upward us usag
useless user usual util utterli vacat vagu valid valu valuabl van vari variabl variat varieti variou
vast vastli vector veri version via vice video view virtu virtual visibl vision visit vital voic volum
vote wa wai wait walk wall want war warm warn wash wast watch water we weapon wear weather week weekend
weight weird welcom well went were west western what whatev whatsev wheel when whenev where wherea
wherebi wherev whether whever which while whilst white who whole whom whose why wide wider widespread
widest wife wild wile will win wind window wine winter wire wish with withdraw within without wize woman
women won wonder wooden word wore work worker world worn worri wors worst worth worthi worthwhil would
write writer written wrong wrote ye year yellow yesterdai yet yor you young yourself zero`;

export const COMMON = `
aardvark abandon abbrevi abid abnorm abolish abolit abort abroad absent absorb abstract absurd abysm ac
acceler accent accommod accompani accomplish accumul accus accustom acid acknowledg acorn acoust
acquaint acquisit acronym actor acut adapt adaptor addict addition adher adjac adject administ admir
admiss adult advent adventur advers advertis advis advisori advoc aforement agenda agent aggress agoni
agricultur aircraft airport akin ala albeit alcohol alert algebra alias alien align alik alleg allegedli
allerg allevi alli allianc alloc alongsid aloud alpha alphabet amateur amaz amazingli ambassador amber
ambient ambiti amend amp ampl amplifi anagram analyst analyz anarchi anatomi ancestor anecdot angel
anger anguish anniversari annoy anomali anorak antholog anticip antidot antiqu antisoci anxiou anyhow
apathet apathi apostroph appal appallingli apparatu apparatus append appendix applaus appoint apprais
approxim apt arbitrarili arc arcad arcan arch archaic architectur archiv arena arguabl arisen aros arrai
arrest arrog arrow ars ascend ash asham ashcan ass assault assert assess asset assign assort asterisk
astronom astronomi asynchron atheism atheist atla atom atroc attain attornei attribut audibl audio aunt
authent autobiographi autom await awfulli ax axi axiom babi backbon backlog backspac bacteria bacterium
badg baffl bag baggag bai bake ballet ballot banal banana bandwagon bandwidth bang bankrupt banner bare
bargain bark baroqu barrel barrier barrist basement bash basket bass bastard bat batch bath bathroom
battl baud beach beam bean beard beast beat beaten beautifulli bedroom beef beer beg beginn belief bell
belov belt bench bend beneath benefici bent beta bewar bia bias bibl biblic bicycl bigot bigotri
billfold billion bin biochemistri biographi biolog biologist bird birth birthdai biscuit bishop bitmap
bitter blackboard blackmail blade blanket blast blatant blatantli bless blew blind blindli blink bliss
blob blood bloodi blown blurb bob bog boggl bogu boil bold bolt bomb bond bone bonu booklet bookshop
bookstor boom boost border borderlin boredom boss bounc boundari bout bow bowl brain brake brass brave
bread breakdown breakfast breath bred breed breez brethren brick brigad brighter brightest brightli
brilliant brilliantli broad broadli brows brush brutal bubbl buck bugger bulb bull bullet bump bunch
bundl burden bureaucraci burn burnt burst buse bush buss bust butter buyer bye bypass cabbag cabinet
cabl caffein cage cake calculu calendar caler calm cam camera camp campu cancel cancer canon cant cap
capitalist captur carbon career careless carpet carriag carrier carrot cartoon cartridg cash cast castl
casual catastroph categor cater cathedr cathol cattl causal caution cave caveat ceil celebr cellular
censor censorship centr ceremoni certainti certif chalk challeng chamber champagn champion chancellor
changeov chaotic chap chapel characterist charit chariti charm chart charter chase chat cheapli cheat
checker cheek cheer chees chemist chemistri chequer chess chest chestnut chew chicken chief childhood
childish chocol choir chop choral chord choru chuck chunk cider cigarett cinema circa circuitri circular
cite civil civilian clarif clariti clash classic classif classifi claus cleaner cleanest cleanli
clearanc cleverest click client cliff climat climb clinic clip cliqu clog clone closet closur cloth
cloud clumsi cluster coach coal coars coast coat cobbler coher coin coincid coke collabor collar collat
colleagu colon coloni combat comedi comfort comic comma commenc commentari commod communist compact
companion compass compel compens compet competitor complac complement complementari compli compliment
compound comprehend compress compriz compuls computer con concaten conceal conced conceiv concentr
conceptu concert concerto conciz conclud concur concurr condemn condens condom condon conduct conductor
confess confidenti configur confin conflict conform confront congest congratul conjectur conjunct
connector connot conscienc consciou conscious consecut consensu consent conserv consol conspicu
conspiraci constantli constitu constitut constrain consult consum contempl contemporari contempt contend
contenti contest contin continent continuum contor contracept contradict contradictori contravent
contributor contriv controversi convei convict convincingli cook cooki cool cooper coordin copper
copyright corn corpor corps correl correspond corridor cosi cosmic cosmolog costli cotton cough counsel
counterexampl counterpart countless countrysid courag courier courtesi cousin coverag cow cozi crack
craft cramp crap crass crawl cream creativ creator credibl creed creep crew cri cricket crime crimin
criteria criterion crop crossroad crossword crowd crown crucial crude cruel cruelti cruiz crunch crush
cryptic crystal cube cubic cuckoo cuddli cue culprit cult cumbersom cumul cun cupboard curios curious
curli currenc curri curriculum curs curtain curv custard customari cute cyclist cylind cynic daft damn
damnat damp danc darl dash daughter dawn daylight daytim deadli deadlin deaf dealer debt debug debugg
decai decim deck declin decod deduct deed deeper deepest defeat defect defend defi defici degener degrad
deiti delic delici delight delimit delta delus dement demiz democraci demolish deni denomin denot dens
densiti dentist department departur deposit depress depriv deputi derang derogatori descend desert
deserv desktop despair despiz destin destruct detach detector deter deterr detract devast deviat devil
deviou deviz devoid diagnosi diagnost diagon diagram dial dialect diall dialog diamet diari dice dictat
dictatorship diesel diet differenti dig digest digniti dilemma dim dimens dimension dine diner dip
diplomat dire dirt disabl disagr disappoint disastr discard discharg disciplinari disclaim disco
disconnect discontinu discoveri discrep discret discrimin diseas disguiz disgust dish dishonest dismal
dismiss disord dispos disposit disput disregard disrupt dissert dissimilar distast distort distract
distress ditch dive divers divert divin divorc doctor doctrin documentari dodg dogma dole domest domin
don donat doom dose dot doubtless downhil downright downstair downward draft drag dragon drain drama
dramat drank draught drawback dread dreamt dreari dress dri drift drill drip drivel drown drug drum
drunk drunken dual duck duff dug duli dull dummi dumpster duplic durat dust dustbin dusti dynam eager
eagerli eagl ear earn eastern eater eccentr ech echo ecolog editori egg ego eh eighteen eighth elabor
elderli elector eleg elementari eleph eleven elig elimin elit elitist em emb embed emin emit emot
emotion emphas empir emploi employ emul enclos encod endeavor endless endlessli energi enforc engag
enhanc enjoy enlarg enlighten enquir enquiri entail enterpr entertain enthusiasm enthusiast entireti
envelop envi environment envisag epic episod equat equilibrium era ergo erial erron esoter essai essenc
estat esthet etern ethic ethnic etymolog evalu evenli everydai evil evolut evolutionari evolv exagger
exam exce exceed exceedingli exception excit exclam exempt exhaust exhibit exit exot expedit expenditur
expir expiri explanatori explicitli explod exploit explor explos exponenti export expos exposur
expresswai extant extinct extran extraordinari extraordinarili extremist eyesight fabric facilit factori
factual faculti faint fainter faintest fairer fairest fairi fake fallaci fame famin fantasi fantast farc
fare farewel farmer fascin fascist fat fatuou faucet faulti feat fee feebl fellow femal feminist fenc
fender festiv fetch fever fiber fibr fiction fiddl fierc fifteen fifth fifti fighter filter filthi
financ finer finest firework fiver fizzi flame flaw fleet flesh flip flood floppi flor flower fluctuat
fluent fluffi fluid flush flute foam focu fog fold folder fond font fool foolish footbal footnot forbad
forbid forbidden forcibl forecast forese forest forgav forgiv forgiven fork formerli formul formula
forti fortnight forum fossil fought foul foundat fountain fourteen fragil fragment framework frank
frankli frantic fraud freak freed freewai freez frequenc friction friendship frighten fring frivol frog
frown froze frozen fruit frustrat fudg fuel fuler fulfil fullest fume fundamentalist funer funnier
funniest fur furnitur furri furthermor fuse fusion fuss fussi futil fuzzi gai galact galaxi gang garag
garbl gasp gate gatewai gear gender gene genet geniu genocid genr gentl gentleman gentlemen gentli
geograph geographi geologi geometri gestur ghastli ghost giant gibberish gift gig gin girlfriend gladli
glanc glean glori gloriou glossi glove glow glue gnome goal goat god gold golden goldfish golf goodby
goodi gorgeou gospel gossip gown grab grace grade graffiti graffito grain grammar grammat grandfath
grandmoth grasp grass gratefulli gratuit gravit graviti greasi greed greedi grid grief grim grip groan
grossli guest guidanc guidelin guilt guilti guinea guitar gulf gullibl gum gut gutter hacker hai hail
haircut hairi halt halv ham hammer handbook handicap handler hangov happier happiest hardback harden
hardi hardship harmoni harsh hash hassl hasten hasti hatr havoc hazard hazi headach headlin heap
heartili heaven heavier heaviest heel hei height helicopt helmet helpless henceforth herd heresi heritag
hero heroic heroin hesit heterosexu hexadecim hideou hideous hierarch hierarchi highlight highwai hilari
hindsight hip hire historian hitherto ho hobbi hog holder holi hollow homosexu honei honesti honestli
honor honorari hook hopeless hopelessli hord horizon horizont horn horrend horrid horrif horrifi horror
hostil household huh hum humbl humor hungri hurt hut hydrogen hyphen hypocrisi hypocrit hypothesi
hypothet hyster icon id idealist identif ideolog idiom idiosyncrat idiot idl illiter illog illus illustr
imaginari imbal immatur immens immin immor immort immun impair impend imper imperfect imperi imperson
implaus implicit implicitli impract imprison improb impuls inaccess inaccur inaccuraci inadvert inan
inappropri incap incarn incent inclus incoher incompet incomprehens inconvenienc incorpor incorrectli
increasingli incred increment incur indefens indefinit indent indetermin indict indirect indirectli
indistinguish induc induct indulg ineffect ineffici inequ inertia inexperienc infal infam infant
infantil infect infel infer infin inflat inflex inflict influenti infrastructur infrequ infring ingeni
ingredi inhabit inher inherit inhibit inject injur injuri injustic ink innov inquir inquiri insan insect
insecur insensit insidi insight insignific insofar inspect inspir instinct instrument insuffici insult
intact intak intellect intellectu intens intention inter intercours interestingli interf interfer
interim interior intermedi intermitt interrog interrupt intersect interven interview intim intoler
intrins introductori intuit invad invalu invas inventor invers invert invest invok ion irat iron ironi
irrat irrespect irrespons island jack jacket jail jam jargon jazz jealou jean jelli jerk jest jet
jointli jolli journal journalist journei juic junction jungl junior juri justic juvenil keeper ken
kernel kettl keystrok keyword kick kidnap kidnei kiler kingdom kiss kit kitchen knee knife knight lab
lad ladder lag lager laid lake lamp landlord landscap lane lark laser laugh laughter launch lavatori
lawn lawyer layer leadership leaflet leagu leak lean leap leather legend legendari legibl legisl legitim
leisur lemon len lengthi lenient lens lent lesbian lest lethal liabil liaison libel liber liberti
librarian licenc licens lid lifestyl lighter lightest lightli lightn lightning likelihood limb linguist
linkag lion lip liquid liquor lisp lit literari litter liver livest loader lobbi lodg logo lone loophol
lord loud louder loudest lousi lover loyal luckili ludicr luggag lump lunat lunchtim lung lurk lust
luxuri lyric machineri magazin magnific mailbox mainfram mainstream mainten maiz maker male malfunct
malici mandat mandatori mangl mania manifest manifestli manifesto mankind manpow manufactur margin marit
marker marvel mask mate mathematician matric matrix matur maxim mayor maze meal meantim meanwhil meat
medicin mediev megabyt melodi melt memor mend mental menu merci mercuri merg merri metaphor meter metric
metro mice microcomput microprocessor microwav middai mighti migrat mild mildli mileag milk mill mimic
mindless minimalist minist mint minu miracl miracul mirror miscellan misdirect miser miseri misfortun
misguid misinterpret misplac misprint misread misrepres missil mission mist mistakenli mixtur mnemon
moan mob mobil mock moder modest modif modul mold mole molecul molecular mom momentarili momentum
monarch monkei monochrom monopoli monster monthli mood moon moreov moron mortal motiv motor motorwai
motto mould mount mountain mous muck mud muddl mug multipli mum mumbl mummi mundan murder muscl museum
musician mutter mutual mystic myth mythic mytholog nai nail nake nameless narr narrow narrowest nastier
nastiest nativ neat neatli needl needless needlessli negat neglect neglig negoti neighbor neighborhood
neighbourhood nerv nest neural neutral newcom newer newest newli newslett newspap nick nicknam nightmar
nil nobl node nomin nonetheless noon norm northern nose nostalgia notabl notat notif notion notori
notwithstand noun novelti novic nuclear nuisanc null nun nurs nut oar objection oblig obligatori obnoxi
obscen obsess obsolet obstruct occup occurr ocean oddli offenc offend offens offhand offset offspr omiss
oneself ongo onion onu openli opera oppon oppress opt optic optim optimist optimum opu opus oral orang
orbit orchestr orchestra organis orient orthodox outcom outcri outdat outgo outlin outlook outrag
outright outset outstand outweigh overcam overcom overdraft overdu overflow overhead overlap overli
overload overlong overlook overnight overpr overpric overrid overridden overrod oversea overtim overton
overview overwhelm overwrit overwritten ownership oxygen ozon pace pacifi pad painfulli painless paint
palac pale pan panel panic pant paperback par parad paradox paramet paranoia paranoid paraphras pardon
parenthes parenthesi pariti parliament parochi parodi parrot pars particip particl partit partner passag
passeng passion passiv passport password pat patent pathet patienc patron pavement payment peanut
peasant pedal pedant pedantri pedestrian peer penalti penc pencil pend penguin penni perceiv percent
percentag percept peripher perpetu persecut persist personnel perspect persuas pervers petic petri petti
pharmaci phenix phenomena philosoph photo photocopi photograph physicist physiolog piano pie pig pigeon
pill pilot pin pinch pink pipelin pit pitch pitfal piti pizza plagu plainli planetari plaster plate
platform plausibl player playground pleasantli pleasur ploi plotter plural pointer poison poke polar
pole policeman polish politician pollut polynomi pompou poorer poorest poorli pope populac por pore pork
pornographi portabl porter portion portrai pose possess postag postal postcard poster postpon postscript
postul pot potat potato poverti powder pragmat prai praiz prayer preach precaut preced preciou
predecessor predict predominantli prefac prefix pregnanc pregnant prejud prejudic preliminari prematur
premium premiz prerequisit prescrib prescript pretend pretenti prevail preval preview pride priest
primarili princ princip prioriti prison privaci privileg prize pro proce proceed proclaim profess
professor profil profit profound prohibit prolifer prolong promin promot pronoun pronounc pronunci
propaganda prophet proposit proprietari prose prosecut prostitut protein protocol prototyp proud proven
provis provision provoc provok proxim pseudo psycholog psychologist pub pud pulp puls pump pun punch
punish punt pupil purg puriti purpl pursu pursuit puzzl python qualif quantum queen queri quest
questionnair queu quibbl quieter quietest quiz quota quotat rabbit rabid racial racism racist rack
racket radar radiat radic radiu rag rage rai raid rail railroad railwai rainbow ram rampant rank rant
rape rarer rarest rash rat ratio ration rational rattl rave razor reactionari reactor readership realist
realm rear rearrang reassur rebuild rebuilt receipt recip recipi reckless reckon reclaim recognis
recogniz recollect reconcil reconsid recoveri recreat recruit rectangl rectangular rectifi recurs recycl
redefin redirect referenc referendum refin reflex reform reformat refrain refresh refund refut regain
regim registr regrett reign reinstat reiter relai relax relief reliev reloc reluctantli remaind remedi
reminisc renam rend render rendit renew rent repent repertoir repetit rephras reproduct repuls reput
requisit reread rescu resembl resent reset resign resist resolv restaur restrain resum resurrect retail
retir retract retriev reus revel reveng revenu revert revis reviz revolt revolut revolutionari reward
rewritten rewrot rhetor rhyme rhythm ribbon rice rich richer richest ridden rightli rigid rigor riot rip
risen riski ritual rival robot robust rock rocket rod rode roman romanc romant roof rope rose rot rotat
rotten roundabout royal royalti rub rude ruin ruler rung rural rusti sabotag sack sacr sacrif sacrific
sadden safeguard saga sail salari salesman salt salvat sand sandwich sane sang saniti sank sarcasm
sarcast satellit satir satisfact satisfactori satisfactorili sauc scandal scanner scarc scare scarf
scarlet scatter scenario sceneri sceptic schedul scholar scientist scope scotch scream screw scrole
scroll scum sea seal seat secretli sect sector secular seed seemingli segment seldom selfish semant
sender sensat sentient sentiment sequel sequenti sermon servant seventh sexi sexist sexual shade shadow
shake shaken shaki shallow sharehold sharpli shed sheep sheer shelter shelv shine shini shirt shock
shone shook shorten shorthand shot shoulder shout shove shower shutdown shy sic sick sicken sidewai sigh
sigma signatur silenc silent silicon sillier silliest silver simplic simplifi simplist simul sin sine
sing singer singular singularli sinist sink sir sister sixteen sixth sixti skeleton skeptic sketch skile
skin skip skirt skull sky slag slang slash slave slept slice slid slide slighter slightest slim slipperi
slogan slope sloppi slot smallish smart smash smell smelli smith smoke smoker smoothli smug snack snag
snail sneak sneaki sniff snobberi snow soap sober socialist sock socket sod soil solar soldier solicitor
solo song sordid sore soul soundtrack soup span spatial speci specialist specialti specimen spectacular
spectrum specul sped sphere spi spigot spike spill spin spiral spiritu spit splendid spoil spoilt
spokesman sponsor spontan spoof spool sport spout sprai sprang sprung spur spuriou spy squad squash
squeez stabil stack stagger stair staircas stake stale stall stamp stanc standpoint star stare stark
starter startl starv static stationari steadi steadili steam steel steep steer stem stereo stereotyp
steril sterl sticki stiff stimul stir stole stolen stomach storm strai strain stranger strangest strateg
straw strengthen stress stretch stringent strip strive stroke stronger strongest struggl studio stuf
stumbl stun stunt su submiss subroutin subscrib subscript subsid subsidiari substanc subtleti subtli
subwai succeed successor sue suffix suicid summar sundri sung sunk sunlight sunni sunriz sunshin super
superb superfici superflu supermarket supernatur superv supervis supplement supplementari supplier
suppress suprem surgeri surnam surplu surprisingli surround suscept suspens suspici sustain swallow swam
swamp swap swear sweat sweep sweet swept swim swing sword swore sworn swum symmetr symmetri sympath
sympathet sympathi symphoni symptom syndic syndrom synonym syntact synthes synthesi systemat tab tack
tackl tactic tactless tag tail tailor taker tale talent tall tame tangent tap tasteless taxat taxi
taxpay te teapot tear teenag telescop temper templ tempt temptat tender tenni tens tension tent tenth
terrifi territori terror terrorist ters textbook textual thankfulli theater thee theft theme theolog
theologi theorem therapi thereabout thereaft therein thereof thesi thick thief thiev thirst thirti
thorough thoroughfar thou thread threaten threshold throat throughput thrust thumb thy tick tidi tiger
tightli tile timer timescal timet tini tip tire tiresom toad toast tobacco toggl toi toilet toler toll
tomat tomato tome ton tone tongu tool tor tore torn tortur toss tough tourist tower trade tradition
tragedi tragic trai trail transact transcript transform transient transit transmiss transmit transmitt
transpar trashcan tread treasur treati trek tremend trend trendi triangl tribe tricki trifl trigger
trilogi triniti tripl tripo triumph trivia trollei troop trouser trumpet truncat trusti tube tunnel
turntabl tutor tutori twentieth twin twist typeset typewrit tyre ugh umbrella unaffect unambigu unattend
unauthor unavail unavoid unbalanc unbear unbeliev unbias uncertainti unchang uncl uncomfort uncommon
unconnect unconsci unconvinc und undefin underestim underg undergo undergon underground underlai
underlain underli underlin undertak undertaken undertook underw undesir undid undo undocu undon
undoubtedli unduli uneasi unemploi unemploy unexpect unexpectedli unexplain unfair unfamiliar unfinish
unfound unfriendli unhealthi unhelp unifi uniformli unimport uninterest union uniti unjustifi unload
unlock unlucki unnatur unobtain unoffici unpopular unpredict unread unrealist unrel unreli unsaf
unsatisfactori unseen unset unsolicit unsound unspecifi unstabl unsuccess unsupport unsur unsuspect
untidi unto untru unus unwelcom unwil unwiz unwork upbring upgrad upright upsid upstair urban urg urgenc
urgent usabl usefulli utter vacanc vacuum vain vallei valv vandal vanish varianc variant vat veget
vegetarian vehicl vein veloc vend vendor ventur venu verb verbal verbatim verbos verdict verif verifi
vers versatil versu vertic vessel vet viabl vicar vicin viciou victim victori viewer viewpoint vigor
vile villag vintag vinyl violat violenc violent violin virgin viru virus visitor visual vocabulari vocal
void voltag volunt voluntari voluntarili vomit voter vouch vowel vulner wade waffl wage wake wallet
wander ward warehous wari warp warrant warranti wartim wave weak wealth wealthi weari weasel wed wee
weekdai weekli weigh welfar wet whale whenc whereupon whichev whim whiskei whiski whistl wholeheartedli
wholli whoop wick width wildli willingli wing winner wipe wisdom wiser wisest wit witch withdrawn
withdrew witti wive wizard woke woken wolf wombat wonderfulli wondrou wont wood workabl workload
workshop workstat worldwid worm worship worthless wound wow wrap wrapper wrath wreck wrecker wren wretch
wrist wrongli yard yawn yearli yeti yield younger youngest yourselv youth zone zoom`;
