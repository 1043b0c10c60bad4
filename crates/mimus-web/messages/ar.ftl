# The Desk, in Arabic; en.ftl is what it is held against.
# Each message is one sentence or label. Buttons are verbal nouns. Roles are named by what they do.

## Around every page
skip = الانتقال إلى المحتوى
desk-of = مكتب تحرير { $name }
nav-desk = مكتب التحرير
nav-you = ملفي
nav-site = الموقع
nav-about = حول
nav-public = الصفحات العامة
nav-todo = المهام
nav-drafts = المسودات
nav-schedule = الجدول
nav-publications = المنشورات
nav-accounts = الحسابات
nav-record = السجل
nav-people = الأشخاص
nav-servers = الخوادم
nav-requests = الطلبات
nav-me = ملفي
run-by = بإدارة { $name }.
sign-out = تسجيل الخروج
pages = الصفحات
older = الأقدم
all = الكل
nothing = لا شيء
save = حفظ
why = السبب
somebody = شخص ما
changed = آخر تغيير
form-foreign = هذا النموذج ليس من هذه الجلسة. يُرجى فتح الصفحة من جديد وإرساله مرة أخرى.
keepers-only = هذه الصفحة للإدارة فقط. يُرجى سؤال من يتولاها.

## Signing in
sign-in = تسجيل الدخول
sign-in-how = لا يستطيع أحد الدخول؟ من يمكنه تشغيل الأوامر على الخادم يحصل على رابط يصلح لمرة واحدة:
your-name = الاسم
shown-name = الاسم الذي يراه الآخرون
password = كلمة المرور
new-password = كلمة المرور الجديدة
old-password = كلمة المرور الحالية
password-how = 12 حرفًا أو أكثر. أربع كلمات متتالية كلمة مرور جيدة.
name-how = من 2 إلى 40 من الحروف أو الأرقام أو النقاط أو الشرطات.
welcome = مرحبًا بك في مكتب التحرير
welcome-keeper = يمنح هذا الرابط صلاحيات الإدارة: ربط الحسابات ودعوة الآخرين. يصلح لمرة واحدة.
welcome-invited = وصلتك دعوة. يُرجى اختيار كلمة مرور ثم البدء.
begin = البدء

## You
signed-in-as = اسم الدخول: { $name }.
you-keep = لديك صلاحيات إدارة هذا الخادم، وكل شيء متاح لك.
profile = كيف تظهر للآخرين
page-language = لغة هذه الصفحات
as-browser = كما يطلب المتصفح
change-password = تغيير كلمة المرور
sessions = الجلسات المفتوحة
this-one = هذه
since = منذ
last-seen = آخر نشاط
unknown-browser = متصفح غير معروف
end-session = إنهاء هذه الجلسة
end-others = إنهاء الجلسات الأخرى

## To do
new-draft = مسودة جديدة
nothing-connected = لم يُربط أي حساب بعد.
connect-one = ربط حساب
account-stopped = لا يُنشر شيء على { $name } حاليًا.
todo-review = للمراجعة
todo-held = اقتراحات من أشخاص ليس لهم حساب هنا
todo-own = مسوداتي
todo-scheduled = ستُنشر قريبًا
todo-nothing = لا شيء حاليًا.
stuck = { $n ->
    [zero] لا منشورات تحتاج إلى تدخل.
    [one] منشور واحد يحتاج إلى تدخل.
    [two] منشوران يحتاجان إلى تدخل.
    [few] { $n } منشورات تحتاج إلى تدخل.
    [many] { $n } منشورًا يحتاج إلى تدخل.
   *[other] { $n } منشور يحتاج إلى تدخل.
}

## Drafts
which-drafts = أي المسودات
filter-open = المفتوحة
no-drafts = لا توجد مسودات.
untitled = بلا نص
this-draft = هذه المسودة
tab-write = الكتابة
tab-preview = المعاينة والفحص
tab-review = المراجعة
tab-schedule = الجدول
tab-history = التعديلات
state-held = معلّقة
state-writing = قيد الكتابة
state-proposed = مقترحة
state-scheduled = مجدولة
state-published = منشورة
state-dropped = مستبعدة
begun-by = بدأها { $name }
proposed-by-outside = اقتراح من { $name }، بلا حساب هنا
goes-out = موعد النشر

## Writing
field-text = النص
text-how = سطر فيه --- يبدأ المنشور التالي من السلسلة. تُكتب أسماء الأشخاص في الفيديفرس هكذا: @name@server.
field-version = نص خاص على { $network }
version-how = بدلًا من النص أعلاه، على { $network }؛ والفارغ يعني النص نفسه
field-language = اللغة
field-warning = تحذير من المحتوى
field-visibility = الظهور
visibility-public = عام
visibility-unlisted = غير مدرج
field-sensitive = إخفاء الوسائط حتى تُطلب
field-accounts = أين يُنشر
no-accounts = لا يوجد حساب يمكنك الاقتراح له.
no-accounts-chosen = لا وجهة للنشر بعد. يُرجى اختيار حساب في صفحة الكتابة.
field-media = الوسائط
medium = ملف وسائط
medium-number = الملف { $n }
field-alt = النص البديل للملف { $n }: ما يُظهره، لمن لا يراه
field-alts = نصوص بديلة بلغات أخرى، نص في كل سطر
medium-more = المؤلف والرخصة والتركيز ولغات أخرى
field-author = المؤلف
field-licence = الرخصة
field-source = المصدر
field-focus-x = نقطة التركيز، % من اليسار
field-focus-y = نقطة التركيز، % من الأعلى
field-part = مع أي منشور من السلسلة
remove-medium = إزالة الملف { $n }
field-upload = إضافة صور أو مقاطع مرئية أو صوت
field-poll = استطلاع
field-option = الخيار { $n }
field-hours = عدد ساعات فتحه
field-multiple = يمكن اختيار أكثر من خيار
more-fields = رد، اقتباس، إعادة نشر، مهلة
field-reply = رد على المنشور الذي في هذا العنوان
field-quote = اقتباس المنشور الذي في هذا العنوان
field-boost = إعادة نشر المنشور الذي في هذا العنوان
field-from = ليس قبل ({ $zone })
field-until = ليس بعد ({ $zone })
save-and-preview = حفظ ومعاينة
save-and-propose = حفظ واقتراح
unsaved = لم يُحفظ بعد
take-on = قبول الاقتراح
withdraw = سحب من المراجعة
pick-up = استئناف
drop = استبعاد
comments = التعليقات
comment = تعليق للزملاء
send-comment = إرسال
clash = غيّر شخص آخر الكلمات نفسها. النصان هنا: نصه كما حُفظ، ونصك في النموذج. الحفظ من جديد يضع نصك مكان نصه؛ ونصك محفوظ في التعديلات على أي حال.
clash-theirs = النص كما هو الآن
clash-quiet = غيّر شخص آخر الكلمات نفسها: الحفظ يدويًا يُظهر النصين.

## What has just been done
said-saved = تم الحفظ.
said-merged = تم الحفظ، مع ما كتبه شخص آخر في الأثناء. يُرجى قراءة النص كما هو الآن.
said-proposed = تم الاقتراح. يراه المراجعون في قائمتهم.
said-withdrawn = تم السحب من المراجعة.
said-taken = تم القبول: هي الآن مسودة كغيرها.
said-dropped = تم الاستبعاد. ويمكن الاستئناف.
said-picked-up = تم الاستئناف.
said-commented = تم الإرسال.
said-approved = تمت الموافقة، على النص كما هو تمامًا. أي تغيير يُبطل الموافقة.
said-refused = تم الرفض، مع السبب.
said-scheduled = تمت الجدولة.
said-unscheduled = تمت الإزالة من الجدول. لن يُنشر شيء.
said-changing = يُنشر التغيير الآن.
said-deleting = جارٍ الحذف من الشبكات.
said-kept = تم.

## Preview and checks
part-of = المنشور { $n } من { $of }
length-of = { $n } من { $limit } حرف
no-alt = بلا نص بديل
costs = التكلفة { $money }
go-there = انتقال إليه
blocks = مانع
warns = تنبيه
checks-passed = { $n ->
    [0] لا تُفحص قاعدة غير هذه.
    [zero] لا تُفحص قاعدة غير هذه.
    [one] قاعدة واحدة مستوفاة.
    [two] قاعدتان مستوفاتان.
    [few] { $n } قواعد مستوفاة.
    [many] { $n } قاعدة مستوفاة.
   *[other] { $n } قاعدة مستوفاة.
}
propose = اقتراح للمراجعة
standing-approved = تمت الموافقة
standing-wanting = { $n ->
    [zero] لا تنقص أي موافقة
    [one] تنقص موافقة واحدة
    [two] تنقص موافقتان
    [few] تنقص { $n } موافقات
    [many] تنقص { $n } موافقة
   *[other] تنقص { $n } موافقة
}
standing-refused = مرفوض

## Review
changed-since = التغييرات منذ { $time }
approve = موافقة
refuse = رفض
ruling-words = السبب
ruling-how = القرار يخص ما تعرضه هذه الصفحة بالضبط. والرفض يحتاج إلى سبب يقرؤه من كتبوا المسودة.
rulings = ما قاله المراجعون
no-rulings = لم يقل أحد شيئًا بعد.
ruled-approved = موافقة
ruled-refused = رفض
ruling-void = على حالة سابقة
revision-by = { $n }، بقلم { $name }
aside = محفوظ جانبًا

## Schedule
when = متى
not-ready = لا يمكن النشر بعد: ما ينقص مذكور أعلاه.
when-next = أول موعد متاح:
when-now = الآن
when-at = في وقت آخر
at-time = الوقت ({ $zone })
choose-time = يُرجى اختيار وقت
schedule = جدولة
unschedule = إزالة من الجدول
missed-how = فات موعده قبل أن يُنشر. أخرجه من الجدول وحدد له موعدًا آخر.
change-waits = ما في المسودة الآن ليس ما نُشر.
publish-change = نشر التغيير
delete-published = حذف من الشبكات
window-from = ليس قبل { $time }.
window-until = ليس بعد { $time }؛ وتنتهي الموافقات عندها.
window-between = بين { $from } و{ $until }؛ وتنتهي الموافقات عندها.
week-of = أسبوع { $day }
weeks = الأسابيع
week-before = الأسبوع السابق
this-week = هذا الأسبوع
week-after = الأسبوع التالي
times-in = الأوقات بتوقيت { $zone }.
day = اليوم
free-slots = المواعيد المتاحة

## Publications
which-publications = أي المنشورات
waiting-for-you = تحتاج إلى تدخل
no-publications = لا توجد منشورات.
publication-held = معلّق
publication-due = حان موعده
publication-sending = قيد الإرسال
publication-published = منشور
publication-partial = منشور جزئيًا
publication-unknown = غير مؤكد
publication-failed = فشل
publication-missed = فات موعده
publication-skipped = مستثنى
publication-deleted = محذوف
its-link = رابطه، إن كان موجودًا
it-is-there = موجود
it-is-not = غير موجود
give-link = يُرجى إدخال رابط المنشور كما تعرضه صفحته.
try-again = إعادة المحاولة
network-fediverse = الفيديفرس
network-feed = خلاصة

## Accounts and charters
account-connected = متصل
account-broken = يلزم تسجيل الدخول من جديد
account-disconnected = غير متصل
stopped = لا يُنشر شيء عليه حاليًا.
public-page = صفحته العامة
brake = مكبح الطوارئ
brake-pull = إيقاف كل ما سيُنشر
brake-pulled = المكبح مشدود. عند فكّه يُنشر ما حان موعده في الأثناء وما زال في وقته؛ أما الباقي فيفوت موعده.
brake-release = استئناف النشر
charter = الميثاق
charter-text = من يتحدث هنا، وعمّ، وكيف. يمكن للجميع قراءته.
reviewers = عدد الموافقات اللازمة
a-day = أقصى عدد من المنشورات في اليوم
author-may-review = لمن بدأ مسودة أن يراجعها إذا كان آخر من كتب فيها شخصًا آخر
proposals = لمن ليس له حساب هنا أن يقترح
names-proposers = يذكر الأرشيف العام من اقترح ماذا
rules = ما يُفحص آليًا
rule-alt-text = النصوص البديلة
rule-warning = التحذيرات من المحتوى
rule-camel-case = وسوم يمكن قراءتها بصوت عالٍ
rule-letters = حروف عادية
rule-bullets = لا رموز تعبيرية بدل علامات القوائم
rule-mentions = إشارات إلى حسابات معروفة
rule-language = اللغات
weight-off = لا يُفحص
weight-warn = تنبيه
weight-block = منع
languages = اللغات المستخدمة هنا
topics = ما يُحذَّر منه، موضوع في كل سطر: التحذير ثم نقطتان رأسيتان ثم الكلمات الدالة عليه
slots = متى ينشر
zone = المنطقة الزمنية
slots-how = المواعيد، موعد في كل سطر: أيام ووقت
quiet-from = هدوء من
quiet-to = إلى

## People
role-keeper = إدارة
role-publisher = نشر
role-reviewer = مراجعة
role-editor = تحرير
role-proposer = اقتراح
role-engager = تفاعل
role-auditor = تدقيق
roles = الأدوار
roles-for = الأدوار في { $account }
person-invited = قيد الدعوة
person-active = نشط
person-left = غادر
invite = دعوة شخص
their-name = اسم الدخول
for-account = لأي حساب
make-keeper = إدارة: كل شيء متاح
link-for = رابط دخول { $name }
link-how = يُرجى تسليمه بطريقة لا يقرؤها أحد آخر. يصلح لمرة واحدة خلال أسبوع، ولا يُعرض مرة أخرى.
new-link = رابط جديد
let-go = إنهاء العضوية
let-go-how = لن يمكنه تسجيل الدخول بعد ذلك. ويبقى ما فعله باسمه في السجل.
find-person = البحث عن شخص بالاسم
find = بحث
nobody-found = لا أحد بهذا الاسم.
more = المزيد

## The record
record-how = كل قيد مرتبط بما قبله. وهذا الأمر يثبت أن شيئًا لم يُغيَّر:
record-of = سجل { $name }
record-feed = خلاصة السجل
deed-person-entered = دخل مكتب التحرير
deed-person-invited = دعا
deed-person-link-made = أنشأ رابطًا من أجل
deed-person-roles = حدّد أدوار
deed-person-left = أنهى عضوية
deed-charter-changed = غيّر ميثاق أو مواعيد
deed-brake-pulled = شدّ المكبح على
deed-brake-released = فكّ المكبح عن
deed-draft-begun = بدأ
deed-draft-changed = غيّر
deed-draft-proposed = اقترح
deed-draft-withdrawn = سحب من المراجعة
deed-draft-approved = وافق على
deed-draft-refused = رفض
deed-draft-dropped = استبعد
deed-draft-picked-up = استأنف
deed-draft-scheduled = أدرج في الجدول
deed-draft-unscheduled = أزال من الجدول
deed-draft-change-published = نشر تغييرًا في
deed-draft-deleted = طلب حذف ما نُشر من
deed-proposal-received = اقترح من الخارج
deed-proposal-taken = قبل الاقتراح
deed-template-kept = حفظ قالبًا
deed-template-changed = غيّر قالبًا
deed-template-removed = أزال قالبًا
deed-draft-recurred = أنشأ مسودة من قالب
deed-template-missed = فاتته مواعيد قالب
deed-template-stopped = أوقف قالبًا
deed-publication-seen = رأى أنه موجود
deed-publication-not-seen = رأى أنه غير موجود
deed-publication-retried = طلب إعادة المحاولة

## Public pages
in-the-open = يُدار هذا الحساب علنًا: من يديره، وبأي قواعد، ومن فعل ماذا.
needs-reviewers = { $n ->
    [0] ما يُنشر لا يحتاج إلى أن يقرأه شخص آخر.
    [zero] ما يُنشر لا يحتاج إلى أن يقرأه شخص آخر.
    [one] ما يُنشر يقرؤه شخص آخر أولًا.
    [two] ما يُنشر يقرؤه شخصان آخران أولًا.
    [few] ما يُنشر يقرؤه { $n } أشخاص آخرين أولًا.
    [many] ما يُنشر يقرؤه { $n } شخصًا آخر أولًا.
   *[other] ما يُنشر يقرؤه { $n } شخص آخر أولًا.
}
who-runs-it = من يديره
archive = ما نُشر
where-it-is = مكانه
proposed-by = اقتراح من { $name }
propose-something = اقتراح منشور
propose-for = اقتراح منشور لحساب { $name }
propose-how = يُكتب هنا ما ينبغي أن يقوله الحساب. ينظر فيه القائمون عليه، وقد يغيّرونه، ثم ينشرونه أو يذكرون سبب عدم نشره.
propose-done = شكرًا. وصل الاقتراح إلى القائمين على هذا الحساب.
back-to-account = العودة إلى الحساب
your-name-public = اسمك، كما يمكن للآخرين قراءته
leave-empty = يُترك فارغًا

## Dates
day-and-time = { $day }، { $time }
day-and-month = { $day } { $month }
day-and-year = { $day } { $year }
weekday-and-day = { $weekday }، { $day }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد

## Codes
code = الرمز
code-how = الأرقام الستة التي يعرضها جهازك الآن. كل رمز صالح مرة واحدة.
code-lost = هل فُقد الجهاز؟ يمكن للإدارة إنشاء رابط جديد لا يحتاج إلى رمز.
codes = رمز إلى جانب كلمة المرور
codes-off = يمكن لجهاز لديك أن يعرض رمزًا يُطلب عند كل دخول: فلا تنفع كلمة المرور وحدها أحدًا غيرك.
codes-on = يُطلب رمز من جهازك عند كل دخول.
codes-begin = إعداد
codes-take = أضف هذا السر إلى تطبيق رموز لمرة واحدة (TOTP)، ثم اكتب الرمز الذي يعرضه. لا يتغير شيء قبل ذلك.
codes-secret = السر:
codes-open = فتح في التطبيق
codes-turn-on = طلب الرموز من الآن
codes-turn-off = عدم طلب الرموز
deed-person-code-on = بدأ الدخول برموز
deed-person-code-off = يدخل دون رموز

## Templates
templates = القوالب
templates-how = ما يُقال مرارًا: ابدأ به مسودة، أو دع مسوداته تُنشأ تلقائيًا وتُعرض للمراجعة.
no-templates = لا يوجد أي منها بعد.
template-new = قالب جديد
template-name = اسم القالب
template-words = تُملأ هذه الكلمات: {"{date}"}، {"{week}"}، {"{month}"}، {"{year}"}، {"{number}"}.
template-next = التالي في
template-stopped = احفظه ليستمر.
template-draft = ابدأ به مسودة
template-remove = إزالة القالب
template-remove-how = ما أُنشئ منه يبقى.
template-keep = الاحتفاظ به قالبًا
rhythm = التكرار
rhythm-how = تُراجع كل مسودة على حدة؛ ولا يُنشر شيء من تلقاء نفسه.
rhythm-every = عدد المرات
rhythm-none = ليس تلقائيًا
rhythm-day = كل يوم
rhythm-week = في أيام من الأسبوع
rhythm-month = في يوم من الشهر
rhythm-month-weekday = في يوم الأسبوع ذي الترتيب المحدد من الشهر
rhythm-weekdays = أيام الأسبوع
rhythm-month-day = يوم الشهر (31 هو الأخير)
rhythm-nth = أي واحد في الشهر
rhythm-last = الأخير
rhythm-at = الوقت
rhythm-zone = المنطقة الزمنية
rhythm-lead = يُنشأ قبل الموعد بهذا العدد من الساعات
template-made = { $n ->
    [zero] لم تُنشأ منه مسودة.
    [one] أُنشئت منه مسودة واحدة.
    [two] أُنشئت منه مسودتان.
    [few] أُنشئت منه { $n } مسودات.
    [many] أُنشئت منه { $n } مسودة.
   *[other] أُنشئت منه { $n } مسودة.
}
template-media = { $n ->
    [zero] بلا صور.
    [one] مع صورة أو فيلم.
    [two] مع صورتين أو فيلمين.
    [few] مع { $n } صور أو أفلام.
    [many] مع { $n } صورة أو فيلمًا.
   *[other] مع { $n } صورة أو فيلم.
}
network-elsewhere = مكان آخر
todo-by-hand = للنشر يدويًا
by-hand = يدويًا
by-hand-what = ما يجب فعله
by-hand-nothing = لا شيء يُفعل يدويًا
by-hand-publish = انشر يدويًا
by-hand-publish-how = ضع هذا على { $account } كما هو هنا، ثم أعطِ الرابط الذي هو عليه.
by-hand-published = علّمه منشورًا
by-hand-change = غيّر يدويًا
by-hand-change-how = تغيّر منذ وُضع على { $account }. غيّره هناك إلى ما هو هنا.
by-hand-changed = علّمه مغيّرًا
by-hand-delete = احذف يدويًا
by-hand-delete-how = احذف هذا على { $account }.
by-hand-deleted = علّمه محذوفًا
by-hand-page = الحساب:
by-hand-due = كان موعده
by-hand-late = فات وقته. لا تنشره متأخرًا؛ وإن نشره أحد في وقته فأعطِ رابطه.
by-hand-stopped = لا تنشره الآن:
by-hand-answers = يردّ على
by-hand-post = المنشور
by-hand-words = النص
by-hand-language = اللغة: { $language }
by-hand-sensitive = علّم الوسائط حسّاسة.
by-hand-unlisted = خارج الخطوط الزمنية العامة، إن كانت الشبكة تستطيع ذلك.
by-hand-poll = استطلاع بهذه الخيارات:
by-hand-download = نزّل الوسيط { $n }
by-hand-alt = النص البديل للوسيط { $n }
by-hand-no-alt = ليس له نص بديل.
by-hand-link = الرابط الذي هو عليه هناك
by-hand-publishers = يفعل هذا ناشرو الحساب.
by-hand-disconnect = يتوقف طابوره. وما نُشر يبقى.
by-hand-add = أضف حسابًا تنشرون عليه يدويًا
by-hand-add-how = لشبكة لا يستطيع Mimus مخاطبتها، أو لحساب لا تعطون أحدًا كلمة سرّه. تسلك المسودات الطريق نفسه، وحين يحين وقت إحداها يرى الناشرون ما يضعونه هناك.
by-hand-network = الشبكة
by-hand-handle = اسم الحساب أو اسم المكان
by-hand-its-page = عنوان صفحته
copy = انسخ
copied = نُسخ
deed-account-by-hand = أضاف للنشر يدويًا
deed-publication-by-hand = نشر يدويًا
deed-publication-changed-by-hand = غيّر يدويًا
deed-publication-deleted-by-hand = حذف يدويًا

## Passkeys and servers of the fediverse
sign-in-otherwise = طرق أخرى للدخول
passkeys = مفاتيح المرور
passkeys-how = مفتاح المرور مفتاح على أحد أجهزتك أو في مدير كلمات المرور لديك. تدخل به بإصبعك أو وجهك أو برقم سري، من غير كتابة اسم أو كلمة مرور، وهو يغني عن الرمز أيضًا.
passkeys-script = لإضافة مفتاح يجب أن يشغّل متصفحك برنامج هذه الصفحة.
passkeys-not-here = لا مفاتيح مرور في عنوان هذا الخادم: تشترط المتصفحات لها اسمًا وتشفير TLS.
passkey-added = أضيف:
passkey-used = آخر استعمال:
passkey-unused = لم يُستعمل بعد
passkey-remove-this = إزالة { $name }
passkey-name = ماذا تسميه
passkey-name-how = لتعرفه من جديد: الجهاز الذي هو عليه مثلًا.
passkey-add = إضافة مفتاح مرور
passkey-enter = الدخول بمفتاح مرور
passkey-failed = لم يعط جهازك مفتاح مرور. حاول مرة أخرى، أو ادخل بطريقة أخرى.
passkey-known = على هذا الجهاز مفتاح مرور لك لهذا الخادم.
fediverse-handle = عنوانك في الفيديفرس، أو خادمك
fediverse-how = لمن أضاف حسابه هنا تحت اسمه. يُسأل خادمك من أنت، ولا شيء غير ذلك.
fediverse-add-how = يُسأل خادمك مرة واحدة من أنت، ولا شيء غير ذلك. ويُحفظ عنوانك ورقم الحساب هناك.
fediverse-enter = الدخول بحسابك في الفيديفرس
fediverse-add = إضافة حسابك في الفيديفرس
identity-fediverse = في الفيديفرس
onward = إلى { $at }
onward-how = سترسل إلى هناك. اسمح له بأن يقول من أنت؛ ولا يُطلب شيء غير ذلك.
deed-person-passkey-added = يدخل بمفتاح مرور جديد
deed-person-passkey-removed = أزال مفتاح مرور
digests = ملخصات بالبريد
digests-how = الشيء نفسه بالبريد، كل يوم أو كل اثنين، حين يوجد ما يقال.
digests-no-mail = لا يرسل هذا الخادم بريدًا. يستطيع من يديره تحديد خادم بريد.
digests-address = عنوان بريدك
digests-ask = أرسل رابطًا لتأكيده
digests-asked = أُرسل رابط إلى { $address } وهو صالح ليوم. لا يُرسل إليه شيء آخر قبل أن تفتحه.
digests-to = تذهب الملخصات إلى { $address }.
digests-forget = انسَ عنواني
digests-rhythm = كم مرة
rhythm-off = أبدًا
rhythm-daily = كل يوم
rhythm-weekly = كل اثنين
digests-hour = في أي ساعة، من 0 إلى 23
digests-zone = في أي منطقة زمنية
digests-next = الملخص التالي:
digests-failed = تعذّر إرسال الأخير: { $why } سيُعاد الإرسال.
confirm-address = أكّد عنوانك
confirm-address-how = ستذهب ملخصات المكتب لـ { $name } إلى { $address }.
confirm-address-do = هذا عنواني
confirm-address-done = تأكّد. تحت اسمك في المكتب تختار كم مرة تأتي الملخصات.
digests-end = لا ملخصات بعد الآن
digests-end-how = تصل ملخصات المكتب لـ { $name } إلى هذا العنوان.
digests-end-do = لا ترسلوا المزيد
digests-end-done = تم. لن تُرسل ملخصات بعد الآن.
confirm-letter-subject = أكّد عنوانك لمكتب { $desk }
confirm-letter = يريد { $name } أن تصل ملخصات مكتب { $desk } إلى هذا العنوان. أهذا أنت؟ افتح إذن هذا الرابط خلال يوم:
confirm-letter-else = إن لم تكن أنت فلا تفعل شيئًا. لن يُرسل إلى هنا شيء آخر.
digest-waiting = ينتظرك
digest-said = ما قيل في مسوداتك
digest-out = ما خرج وما لم يخرج
digest-why = يصلك هذا لأنك طلبته في المكتب. لئلا يصلك المزيد:
news-of-desk = مكتب { $name }
news-review = تنتظر مراجعتك: { $title }
news-held = ينتظر اقتراح من الخارج: { $title }
news-comment = علّق { $by } على مسودتك: { $title }
news-approved = وافق { $by } على مسودتك: { $title }
news-refused = رفض { $by } مسودتك: { $title }
news-published = نُشر: { $title }
news-missed = فات وقته: { $title }
news-failed = لم يُنشر، أو لم يُنشر كاملًا: { $title }
feed = خلاصة خاصة بك
feed-how = ما ينتظرك، وما يقال في مسوداتك، وما نُشر أو فات أو تعذّر على حساباتك، لقارئ خلاصات. كل من لديه عنوانها يستطيع قراءتها.
feed-there = لديك واحدة. ظهر عنوانها حين أنشأتها.
feed-address = هذا عنوانها، ولا يظهر إلا الآن:
feed-make = أنشئ خلاصة
feed-new = أنشئ عنوانًا آخر
feed-end = أنهِ الخلاصة

## Published by hand

## Digests and feeds

## Media
nav-media = الوسائط
media-want = بلا وصف
media-wanting = { $n ->
    [zero] لكل ما يُكتب الآن وصفه.
    [one] ملف واحد في المسودات بلا وصف.
    [two] ملفان في المسودات بلا وصف.
    [few] { $n } ملفات في المسودات بلا وصف.
    [many] { $n } ملفًا في المسودات بلا وصف.
   *[other] { $n } ملف في المسودات بلا وصف.
}
alt-how = قل في جملة أو جملتين ما الذي يفوت من لا يراه أو لا يسمعه: ماذا يُظهر، وما الكلمات التي فيه، ولماذا وُضع.
what-it-shows = ماذا يُظهر
media-all = كل وسائط المسودات
media-find = كلمات من المسودة أو الوصف أو المؤلف أو المصدر
media-none = لم يُعثر على شيء.
no-alt = لم يقل أحد ماذا يُظهر.

## Tokens and webhooks
tokens = رموز للبرامج
tokens-how = البرنامج الذي يحمل رمزًا يفعل باسمك ما يسمح به الرمز، ولا يتجاوز أبدًا ما يُسمح لك به.
token-made = الرمز الجديد
shown-once = يُعرض هذه المرة فقط؛ احفظه حيث يجده البرنامج.
no-tokens = لم تمنح أي رمز.
token-until = صالح حتى
token-used = آخر استخدام
token-unused = لم يُستخدم
token-end = إنهاء
token-make = إنشاء رمز
token-name = الغرض منه
token-scopes = ما يسمح به
token-days = لعدد من الأيام
scope-read = قراءة المسودات والجدول والسجل
scope-write = كتابة المسودات والتعليقات
scope-review = الموافقة والرفض
scope-publish = الجدولة والنشر والسحب والإيقاف
scope-keep = القواعد والأشخاص والخطاطيف
webhooks = خطاطيف الويب
webhooks-how = يُرسل إلى كل عنوان ما يُسجَّل، بالترتيب وموقَّعًا. وعند الفشل تعاد المحاولة بفواصل متزايدة.
webhook-secret = ما تُوقَّع به طلباته
no-webhooks = لا يوجد أي منها.
webhook-cursor = وصل كل شيء حتى القيد { $seq }.
webhook-failed = { $n ->
    [zero] لم يفشل:
    [one] فشل مرة واحدة:
    [two] فشل مرتين:
    [few] فشل { $n } مرات:
    [many] فشل { $n } مرة:
   *[other] فشل { $n } مرة:
}
webhook-next = المحاولة التالية:
webhook-remove = إزالة
webhook-add = إضافة خطاف
webhook-address = عنوانه

## Mirrors, routes and the Ledger

## Settings

## Drafts from routes

## Removals
removal = يُراد حذف هذا من شبكاته
removal-asked-by = طلب ذلك { $name }، { $time }:
removal-ask = اطلب حذفه
removal-approve = وافق على الحذف
removal-refuse = ارفض الحذف
removal-withdraw = اسحب الطلب
removal-how = حيث يشترط الميثاق مراجعين، يجب أن يوافق أحدهم على الحذف أولًا. ومن يطلبه لا يراجعه.
delete-at-once = احذفه فورًا
removals = للحذف
said-removal-asked = سُجّل الطلب، ويراه المراجعون في قائمتهم.
ruled-removal-approved = وافق على الحذف
ruled-removal-refused = رفض الحذف
deed-removal-asked = طلب حذف ما نُشر من
deed-removal-approved = وافق على حذف ما نُشر من
deed-removal-refused = رفض حذف ما نُشر من
deed-removal-withdrawn = سحب طلب حذف ما نُشر من

## Counting and previews
count-line = { $account }: { $lengths }
lengths = الطول على كل حساب
speaks-answers = يرد على
speaks-quotes = يقتبس
speaks-boosts = يعيد نشر

## OpenID Connect
sign-in-with = الدخول عبر { $name }
entered = تم
go-on = متابعة
identities = بماذا تدخل أيضًا
identity-add = إضافة حسابك لدى { $name }
identity-remove = إزالة
deed-person-identity-added = يدخل أيضًا عبر خادم آخر
deed-person-identity-removed = أزال خادمًا آخر كان يدخل عبره

## مسودات من المسارات

came-by-route = وصلت عبر المسار { $route } من { $source }
deed-draft-came = أنشأ مسودة مما جاء به مسار
deed-draft-followed = جعل مسودة تتبع منشورها

## بطاقات الصفحات المرتبطة

card-of = هكذا ستعرض الخوادم { $host } على الأرجح
card-unknown = لم يُنظر في { $host } بعد
card-none = لا بطاقة لـ { $host }: { $reason }
card-status = يجيب خادمها بـ { $status }
card-no-title = ليس للصفحة عنوان
card-no-page = ليست صفحة ويب
card-too-large = الصفحة أكبر من 512 كيبيبايت التي تُقرأ
card-slow = استغرق خادمها أكثر من خمس ثوان
card-away = خادمها لا يمكن الوصول إليه أو لا يجوز سؤاله
card-no-alt = لا وصف لصورة الصفحة
cards-show = إظهار بطاقات الصفحات المرتبطة
cards-looking = يُنظر في الصفحات المرتبطة…
cards-later = تعذر النظر في الصفحات المرتبطة الآن؛ حاول مرة أخرى بعد دقيقة
