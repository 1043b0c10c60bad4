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
when-first = أول موعد على الإطلاق؛ وما ينتظر فيه ينتقل إلى الموعد التالي
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
brake-release-queue = متابعة النشر، وما فات موعده يأخذ المواعيد التالية
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
deed-draft-moved = أزاح في الجدول
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
news-removal = ينتظر حذفٌ مراجعتك: { $title }
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
media-no-alt = لم يقل أحد ماذا يُظهر.

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
nav-mirrors = المرايا
nav-routes = المسارات
nav-ledger = دفتر الحساب
nav-settings = الإعدادات
label-line = { $label }: { $words }
seek = بحث
what-goes-on = ما يُنقل وكيف
keep-warning-lines = إبقاء سطر أول مثل «CW: طعام» في النص بدل عدّه تحذيرًا من المحتوى
visibility-everywhere = في الخطوط الزمنية العامة
visibility-profiles = لخطوط المتابعين والملفات فقط
mirrors-how = حسابات وتغذيات يُعاد نشرها هنا كجهات في الفيديفرس، ويمكن لأي شخص في الفيديفرس متابعتها.
mirrors-seek = البحث بالاسم أو المصدر
mirrors-which = أي المرايا
mirrors-active = تُقرأ
mirrors-failing = متعثرة
mirrors-paused = متوقفة
mirrors-ended = منتهية
mirrors-none = لا توجد.
mirrors-more = مزيد من المرايا
mirror-active = تُقرأ
mirror-reading = تُقرأ للمرة الأولى
mirror-failing = متعثرة
mirror-paused = متوقفة
mirror-ended = منتهية
mirror-last-read = آخر قراءة:
mirror-next-read = القراءة التالية:
mirror-never = لم تحدث بعد
mirror-failed = { $n ->
    [zero] لم تفشل أي قراءة:
    [one] فشلت القراءة الأخيرة:
    [two] فشلت آخر قراءتين:
    [few] فشلت آخر { $n } قراءات:
    [many] فشلت آخر { $n } قراءة:
   *[other] فشلت آخر { $n } قراءة:
}
posts-here = { $n ->
    [zero] لا منشورات
    [one] منشور واحد
    [two] منشوران
    [few] { $n } منشورات
    [many] { $n } منشورًا
   *[other] { $n } منشور
}
followers-here = { $n ->
    [zero] لا متابعين
    [one] متابع واحد
    [two] متابعان
    [few] { $n } متابعين
    [many] { $n } متابعًا
   *[other] { $n } متابع
}
mirror-add = إضافة مرآة
mirror-add-how = يُكتب عنوان التغذية، أو x:الاسم لحساب على X. يُفحص المصدر أولًا، ثم يُقرأ ما فيه في الخلفية، ولا يُرسل شيء قديم إلى أحد.
mirror-add-archive = تُضاف الأرشيفات على الخادم من سطر الأوامر:
mirror-source = المصدر
mirror-handle = الاسم هنا؛ وإن تُرك فارغًا أُخذ من اسم المصدر
mirror-basis = على أي أساس
basis-own = هو حساب لمن يديرون هذا الخادم
basis-consent = وافق صاحبه
basis-other = لا هذا ولا ذاك
basis-note = كيف ومتى تمت الموافقة؛ تذكر صفحة المرآة ذلك
basis-note-missing = يُرجى ذكر كيف ومتى تمت الموافقة.
mirror-replies = الردود
mirror-replies-all = السلاسل والردود على الآخرين
mirror-replies-own = سلاسل الحساب نفسه فقط
mirror-none = لا شيء
mirror-reposts = إعادات النشر
mirror-reposts-link = تعزيز إن كان الأصل هنا، وإلا نصه مع الكاتب والرابط
mirror-reposts-boost = كتعزيز فقط
mirror-visibility = من يرى المنشورات
mirror-language = لغة المنشورات التي لا تذكر لغتها
mirror-without = بدون
mirror-without-lines = استبعاد المنشورات التي فيها إحدى هذه الكلمات أو الوسوم، واحدة في كل سطر
mirror-sensitive = إخفاء كل الوسائط حتى تُطلب
mirror-handle-taken = الاسم ‎@{ $handle } مأخوذ؛ يُرجى اختيار غيره.
mirror-no-handle = لا يمكن صنع اسم من «{ $name }»؛ يُرجى اختيار واحد.
mirror-busy = تُقرأ الآن؛ يُرجى العودة بعد دقائق.
mirror-no-x = لا يمكن قراءة X هنا: يُضبط x_bearer_token على رمز تطبيقك من لوحة مطوري X.
mirror-name = الاسم
mirror-reads = تقرأ
mirror-has = لديها
mirror-readings = القراءات
mirror-progress = قُرئ { $done } من { $total }.
mirror-done = { $n ->
    [zero] لم يُقرأ شيء.
    [one] قُرئ واحد.
    [two] قُرئ اثنان.
    [few] قُرئت { $n }.
    [many] قُرئ { $n }.
   *[other] قُرئ { $n }.
}
mirror-refresh = القراءة الآن
mirror-pause = إيقاف مؤقت
mirror-resume = استئناف
mirror-pause-how = عند الإيقاف لا يُقرأ المصدر. ويبقى ما هنا ويمكن متابعته.
mirror-resume-how = عند الاستئناف يُقرأ المصدر من جديد، ويُضم ما كُتب في الأثناء دون إرساله.
mirror-remove = حذف هذه المرآة
mirror-remove-how = { $n ->
    [zero] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، وليس لها متابعون، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
    [one] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، ويفقدها متابعها الوحيد، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
    [two] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، ويفقدها متابعاها، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
    [few] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، ويفقدها { $n } متابعين، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
    [many] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، ويفقدها { $n } متابعًا، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
   *[other] هذا ينهيها إلى الأبد: تُحذف منشوراتها هنا وعلى كل خادم يعرفها، ويفقدها { $n } متابع، ويجيب عنوانها بأنها زالت، ولا يُعاد استخدام اسمها.
}
mirror-remove-why = السبب كما ستذكره صفحتها
mirror-remove-confirm = للمتابعة يُكتب اسمها: { $handle }
mirror-remove-wrong = لم يُحذف شيء: ليس هذا اسمها، { $handle }.
said-mirror-added = صارت هنا ويمكن متابعتها. وهي تُقرأ الآن؛ يُرجى العودة بعد قليل.
said-mirror-looking = المصدر بطيء وما زال يُفحص. ستظهر المرآة هنا متى أمكنت قراءته؛ وإلا ذكر السجل السبب.
said-mirror-read = تمت قراءتها.
said-mirror-reading = تُقرأ الآن؛ يُرجى العودة بعد قليل.
said-mirror-removed = حُذفت، ويجري إبلاغ الخوادم التي تعرفها.
deed-mirror-added = أضاف
deed-mirror-not-added = لم يتمكن من إضافة
deed-mirror-paused = أوقف مؤقتًا
deed-mirror-resumed = استأنف
deed-mirror-refreshed = طلب قراءة
deed-mirror-removed = حذف
deed-route-added = أنشأ
deed-route-changed = غيّر ما ينقله
deed-route-paused = أوقف مؤقتًا
deed-route-resumed = استأنف
deed-route-removed = حذف
routes-how = ما يُنشر في مكان يُنشر في مكان آخر. ولكل مسار قواعده فيما يُنقل وكيف.
routes-none = لا توجد بعد.
routes-more = مزيد من المسارات
route-goes-to = إلى
route-active = يعمل
route-paused = متوقف
route-unread = لا يمكن قراءة ما يبدأ عنده:
route-lately = خلال أسبوع:
route-published = { $n ->
    [zero] لم يُنشر شيء
    [one] نُشر واحد
    [two] نُشر اثنان
    [few] نُشرت { $n }
    [many] نُشر { $n }
   *[other] نُشر { $n }
}
route-skipped = { $n ->
    [zero] لم يُترك شيء
    [one] تُرك واحد
    [two] تُرك اثنان
    [few] تُركت { $n }
    [many] تُرك { $n }
   *[other] تُرك { $n }
}
route-failed = { $n ->
    [zero] لم يفشل شيء
    [one] فشل واحد أو فات
    [two] فشل اثنان أو فاتا
    [few] فشلت { $n } أو فاتت
    [many] فشل { $n } أو فات
   *[other] فشل { $n } أو فات
}
route-waiting = { $n ->
    [zero] لا شيء ينتظر
    [one] واحد ينتظر
    [two] اثنان ينتظران
    [few] { $n } تنتظر
    [many] { $n } ينتظر
   *[other] { $n } ينتظر
}
route-make = إنشاء مسار
route-make-how = ينقل ما يُنشر من الآن فصاعدًا. ويمكن تجربة ما يصنعه بالمنشورات الماضية قبل نشر أي شيء: يُوقف مؤقتًا ثم يُجرَّب.
route-no-accounts = يُرجى أولًا ربط حساب للنشر عليه.
route-from = من
route-from-feed = تغذية
route-feed = عنوان التغذية إن كان يبدأ عند واحدة
route-to = إلى
route-no-end = يُرجى اختيار بداية المسار ونهايته.
route-no-feed = يُكتب هناك عنوان تغذية؛ أما الحسابات فتُختار من القائمة.
route-slow = استغرق ذلك وقتًا طويلًا. يُرجى المحاولة بعد لحظة.
route-no-number = «{ $words }» ليس عددًا.
route-quiet-wrong = تُكتب ساعات الهدوء مثل 22:00 و07:00.
route-makes = ما مصير منشوراته
route-makes-publications = تُنشر
route-makes-drafts = تصير مسودات يراجعها أحد
route-replies = الردود
route-replies-own = سلاسل الحساب نفسه
route-replies-all = السلاسل، والردود على الآخرين مع رابط لما تردّ عليه
route-left = تبقى مكانها
route-kept = كما هو مضبوط الآن
route-reposts = إعادات النشر
route-reposts-link = إعادة نشر إن كان الأصل هناك، وإلا نصه مع الكاتب والرابط
route-reposts-boost = كإعادة نشر فقط
route-quotes = اقتباسات ما ليس هناك
route-quotes-link = النص نفسه وما اقتُبس ورابط
route-visibility = من يرى المنشورات
route-warnings = تحذيرات المحتوى حيث لا تعرفها الشبكة
route-warnings-usual = كالمعتاد: رابط على X وسطر على Bluesky
route-warnings-link = التحذير ورابط إلى الأصل
route-warnings-line = التحذير في السطر الأول
route-sensitive-media = الوسائط الحساسة حيث لا تستطيع الشبكة وسمها
route-media-link = رابط إلى الأصل بدلًا منها
route-media-unmarked = تُنقل دون وسم
route-over-long = ما يتجاوز حد المنشور الواحد
route-thread = سلسلة
route-cut = منشور واحد مقتطع مع رابط إلى الأصل
route-attribution = ما يدل على مصدر المنشور
route-attribution-link = رابط إلى الأصل
route-attribution-via = سطر «via @account@server»
route-edits = بعد تعديل في المصدر
route-edits-edit = تعديل حيث تسمح الشبكة
route-edits-again = يُحذف المنشور ويُنشر من جديد؛ وتضيع الردود عليه
route-edits-note = تعديل حيث تسمح الشبكة، وإلا ردّ يذكر النص الجديد
route-deletes = بعد حذف في المصدر
route-deletes-follow = يُحذف هناك أيضًا
route-deletes-leave = يبقى هناك
route-no-unlisted = ترك المنشورات غير المدرجة في مصدرها
route-sensitive = عدّ كل الوسائط حساسة
route-no-mentions = عدم الإشارة إلى أحد: تُكتب كل إشارة نصًّا
route-keep-stray-links = ترك كلمات مثل main.rs لـX الذي يجعلها روابط ويأخذ ثمن رابط
route-keep-tracking = إبقاء معاملات مثل utm_source في الروابط
route-with = فقط مع
route-without = بدون
route-with-lines = فقط المنشورات التي فيها أحد هذه: كلمات أو ‎#وسم أو lang:de أو cw، واحد في كل سطر
route-without-lines = لا منشورات فيها أحد هذه، واحد في كل سطر
route-opt-out-lines = علامات يُبقي بها الكاتب منشورًا بعينه مكانه، واحدة في كل سطر
route-footer = نص بعد كل منشور
route-pace = متى
route-delay = ثواني الانتظار؛ ما يُحذف في الأثناء لا يُنقل أبدًا
route-a-day = أقصى عدد من المنشورات في اليوم
route-quiet = ساعات الهدوء
route-brake = يتوقف تلقائيًا عند منشورات/دقائق
route-brake-posts = إيقافه عند هذا العدد من المنشورات
route-brake-minutes = خلال هذا العدد من الدقائق
route-old-posts = نقل هذا العدد من المنشورات السابقة أيضًا
route-usual = القواعد المعتادة
route-since = ينقل ما نُشر منذ
route-try = تجربته على منشورات ماضية
route-tried = ما كانت ستصير إليه آخر المنشورات
route-tried-how = لا يُنشر شيء من هذا.
route-tried-none = لا توجد منشورات ماضية للتجربة.
route-would-stay = كان سيبقى:
route-pause = إيقاف مؤقت
route-resume = استئناف مع ما حُجز
route-resume-without = استئناف بدونه
route-change = تغيير ما يُنقل
route-change-how = يسري على ما يُنشر من الآن فصاعدًا.
route-remove = حذف هذا المسار
route-remove-how = لا يُنقل عبره شيء بعد الآن، ويبقى ما نشره.
said-route-made = أُنشئ المسار.
said-route-removed = حُذف المسار، ويبقى ما نشره.
ledger-how = ما استهلكته الطلبات المعدودة وما كلفته. يُحجز كل طلب هنا قبل إجرائه. ويمكن للجميع قراءة الحصص دون المبالغ:
ledger-access = الوصول إلى X: { $access }. حتى
ledger-alarms = ما ينقص
ledger-grave = تُرفض الطلبات:
ledger-unmetered = لم يُطلب بعد شيء معدود.
ledger-month = شهر { $month }
ledger-what = البند
ledger-much = المقدار
ledger-none = لا يوجد
ledger-budget = الممنوح
ledger-spent = المنفق
ledger-reserved = المحجوز
ledger-left = المتبقي
ledger-share = الحصة المستهلكة
ledger-forecast = المتوقع عند نهايته
ledger-posts = المنشورات المقروءة مما يسمح به X
ledger-of = { $part } من { $whole }
ledger-open = الحجوزات المفتوحة
ledger-paced = المرايا التي طلبها أي أحد تنتظر حتى
ledger-half = قُرئ نصف منشورات اليوم خلال
ledger-most = 95 من كل مئة خلال
ledger-half-short = النصف خلال
ledger-most-short = 95٪ خلال
ledger-holds = بيانات اعتماد لا تُجري طلبات حاليًا
ledger-until = حتى
ledger-windows = ربع الساعة هذا
ledger-no-windows = لم يُسأل X في ربع الساعة الأخير.
ledger-credential = بيانات الاعتماد
ledger-call = الطلب
ledger-used = المستهلك
ledger-credentials = تكلفة كل حساب
ledger-when = متى
ledger-this-month = هذا الشهر
ledger-today = اليوم
ledger-calls = الطلبات
ledger-failed = الفاشلة
ledger-charged-posts = المنشورات
ledger-charged-accounts = الحسابات
ledger-cost = التكلفة
ledger-days = يومًا بيوم
ledger-plan = كيف تُقرأ حسابات X المنسوخة وما يتطلبه ذلك، يُعرف من سطر الأوامر:

## Settings
settings-how = كيف ضُبط هذا الخادم وأين كُتب ذلك. يُغيَّر هناك ويسري من التشغيل التالي؛ سطر الأوامر مقدَّم على البيئة، وهي على الملف. ولا تُعرض الأسرار.
brake-all = مكبح الطوارئ لكل الحسابات
brake-all-how = يوقف دفعة واحدة كل ما سيُنشر على أي حساب، من مكتب التحرير وعبر المسارات. وتستمر القراءة والمرايا، ويمكن حذف ما نُشر.
brake-all-pull = إيقاف كل شيء
brake-all-pulled = أوقف { $who } كل شيء،
brake-all-then = عند فكّه يُنشر ما حان موعده في الأثناء وما زال في وقته؛ أما الباقي فيفوت موعده. وتبقى مكابح الحسابات والمسارات المفردة كما هي.
brake-all-release = استئناف كل شيء
said-all-stopped = أُوقف كل شيء.
said-all-goes-on = استؤنف كل شيء.
doctor = هل كل شيء على ما يرام؟
doctor-how = يفحص العنوان وقاعدة البيانات والوسائط وWebFinger والساعة والمصادر والطلبات المعدودة كما يراها الآخرون، ويذكر ما ينبغي فعله. ويستغرق ذلك لحظة.
doctor-look = الفحص الآن
doctor-slow = يستغرق ذلك وقتًا أطول، أو أن أحدًا يفحص الآن. يُرجى المحاولة بعد قليل، أو تشغيل mimus doctor على الخادم.
doctor-well = سليم
doctor-mind = انتباه
doctor-ill = معطل
settings-server = هذا الخادم
settings-desk = تسجيل الدخول والبريد
settings-x = X وميزانيته
settings-bounds = الحدود
settings-storage = أماكن الحفظ
settings-node = هذه العقدة
setting-hidden = مضبوط ولا يُعرض
setting-unset = غير مضبوط
setting-from-command-line = من سطر الأوامر: { $flag }
setting-from-environment = من البيئة: { $variable }
setting-from-file = من الملف { $path }
setting-from-default = القيمة الافتراضية
nodes = العقد العاملة
nodes-how = العمليات التي تتشارك قاعدة البيانات هذه وظهرت خلال الثواني الأخيرة.
node-since = منذ
setting-public-url = العنوان الذي يصل به العالم إلى هذا الخادم؛ وهو جزء من اسم كل مرآة
setting-listen = العنوان والمنفذ اللذان يستمع عليهما
setting-data = مجلد قاعدة البيانات والوسائط
setting-database-url = قاعدة البيانات
setting-allow-private-addresses = هل تُسأل العناوين الخاصة: للاختبار والشبكات المغلقة فقط
setting-authorized-fetch = هل تُعطى مستندات ActivityPub للطلبات الموقعة فقط
setting-inbox-rate = عدد الطلبات في الدقيقة المسموح بها لكل خادم
setting-name = اسم هذا المكان
setting-description = ما يقوله عن نفسه
setting-operator = من يديره كما تذكر المرايا
setting-operator-url = موقعهم على الويب
setting-contact = كيفية الاتصال بهم
setting-source-code = موضع الشيفرة المصدرية لما يعمل هنا
setting-media-budget-mib = مقدار الوسائط بالميبيبايت الذي يُتخلى فوقه عما يمكن استرجاعه
setting-media-file-mib = ميبيبايت لملف وسائط واحد
setting-roles = ما تفعله هذه العقدة
setting-log = ما يُسجَّل
setting-log-format = كيف يُسجَّل
setting-secret-key-file = المفتاح الذي يختم بيانات اعتماد الحسابات؛ وإلا فـsecret.key في مجلد البيانات
setting-oidc-issuer = خادم آخر يُسجَّل الدخول عبره
setting-oidc-name = ما يسمى به
setting-oidc-client-id = ما يعرف به هذا الخادم
setting-oidc-client-secret-file = الملف الذي فيه السر الذي أعطاه
setting-oidc-kind = طريقة تخاطبه
setting-smtp-url = خادم البريد الذي تُرسل عبره الملخصات
setting-smtp-from = عنوان مرسل البريد
setting-x-base-url = موضع واجهة X
setting-x-bearer-token = رمز تطبيقك على X؛ وبدونه لا يُقرأ X
setting-x-client-id = الاسم الذي يربط به تطبيقك حسابات X
setting-x-client-secret = سره إن كان له سر
setting-x-owner = حساب X الذي يملك التطبيق، ومنشوراته أقل تكلفة
setting-x-consumer-secret = ما يُثبت به X وخطاف هذا الخادم هويتيهما
setting-x-activity = هل يُطلب من X إرسال ما تفعله الحسابات
setting-x-lists = هل يجوز وضع الحسابات في قوائم حساب مربوط
setting-x-unfollowed-days = أيام قراءة مرآة X لا يتابعها أحد؛ و0 إلى الأبد
setting-x-mirrors = من يجوز له إضافة مرايا X
setting-x-open-per-day = مرايا X التي تُنشأ في اليوم دون قرار من الإدارة
setting-x-open-per-server = ما يجوز لخادم واحد طلبه منها
setting-x-budget = ما يجوز أن تكلفه طلبات X شهريًا بالدولار
setting-x-budget-warn = النسبة المئوية التي يُطلق عندها إنذار

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
## Errors and checks
e-broken = حدث خلل هنا. أعد المحاولة بعد لحظات.
e-not-found = لا يوجد هذا هنا، أو ليس لك أن تراه.
e-may-not-read = ليس لك أي دور في هذا الحساب.
e-may-not-propose = لا يحق لك الاقتراح لهذا الحساب.
e-may-not-comment = لا يحق لك التعليق هنا.
e-may-not-edit = هذه المسودة لشخص آخر، ويمكن للمحررين والناشرين تغييرها.
e-may-not-review = لا يحكم فيها إلا من يراجع لكل الحسابات التي تذهب إليها.
e-may-not-publish = لا يجدول وينشر ويسحب إلا الناشرون.
e-may-not-brake = لا يشد المكبح إلا الناشرون والمراجعون.
e-may-not-engage = لا يجيب إلا المتفاعلون والناشرون.
e-may-not-keep = لا يفعل هذا إلا القيّمون.
e-scope = لا يشمل الرمز الصلاحية { $scope }. اطلب برمز يشملها.
e-not-connected = الحساب { $account } غير موصول.
e-state = لا يُفعل هذا بمسودة في هذه الحالة: { $state }.
e-changed = تغيّرت في هذه الأثناء. انظر إلى ما تقوله الآن ثم قرر.
e-blocked = الميثاق لا يسمح بخروجها: { $why }
e-refused = رفض أحد المراجعين ما تقوله. غيّرها أو اسأله.
e-own-words = من كتبها أو كتب فيها آخرًا لا يراجعها. لا بد أن ينظر فيها غيره.
e-no-reason = اذكر السبب: فهو يُرفق بالرفض.
e-stopped = القالب متوقف: { $why }. احفظه من جديد أولًا.
e-link = استُعمل هذا الرابط أو انتهت مدته. اطلب غيره.
e-wrong = الاسم أو كلمة السر غير صحيحة.
e-code = هذا الرمز غير صالح أو لم يعد صالحًا. خذ الرمز التالي الذي يعرضه جهازك.
e-too-late = طال تسجيل الدخول كثيرًا. ابدأ من جديد.
e-other-key = خُتم هذا بمفتاح آخر أو لغرض آخر. ابدأ من جديد، أو اطلب من أحد القيّمين رابطًا جديدًا.
e-no-mail = لا يرسل هذا الخادم بريدًا. يستطيع مشغله ضبط smtp_url وsmtp_from.
e-not-by-hand = لا شيء يُفعل لها يدويًا. انظر في حالتها.
e-password = كلمة السر من 12 إلى 200 محرف. أربع كلمات متتالية كلمة سر جيدة.
e-name = الاسم من 2 إلى 40 حرفًا أو رقمًا أو نقطة أو شرطة، ويبدأ بحرف.
e-name-taken = الاسم { $name } لشخص آخر.
e-wants-code-off = يُطلب رمز من قبل. أوقف ذلك أولًا.
e-wants-fewer-webhooks = هناك 50 خطافًا. أزل واحدًا أولًا.
e-wants-fewer-templates = هناك 500 قالب. أزل واحدًا أولًا.
e-wants-fewer-tokens = لديك 50 رمزًا. أنهِ رمزًا لم يعد يُستعمل.
e-wants-fewer-identities = لديك عشر منها. أزل واحدة أولًا.
e-wants-template-name = يحتاج القالب إلى اسم لا يزيد على 100 حرف.
e-wants-template-accounts = اختر حسابًا واحدًا على الأقل تذهب إليه مسوداته.
e-wants-template-words = اكتب ما تقوله مسوداته.
e-wants-confirmed-address = أكّد عنوانك أولًا: أُرسل إليه رابط.
e-wants-token-name = سمِّ الرمز، لتعرف لاحقًا الغرض منه.
e-wants-token-scopes = اختر شيئًا واحدًا على الأقل يسمح به الرمز.
e-wants-another-keeper = لا يصرف أحد نفسه. يستطيع ذلك قيّم آخر.
e-wants-accounts = اختر حسابًا واحدًا على الأقل تذهب إليه.
e-wants-words = اكتب ما يراد قوله.
e-wants-description = اكتب ما يظهر فيها.
e-wants-comment = اكتب ما لديك لتقوله.
e-language = «{ $tag }» ليست لغة. اكتبها مثل en أو pt-BR.
e-slot = «{ $line }» ليست فترة. اكتب أيامًا ووقتًا، مثل «Mon-Fri 09:30» أو «Sat, Sun 11:00».
e-slots-many = لا يُحفظ أكثر من 100 فترة.
e-weekdays = اختر يومًا واحدًا على الأقل من الأسبوع.
e-month-day = { $day } ليس يومًا من شهر. اختر من 1 إلى 31.
e-nth = لا يوجد في الشهر يوم أسبوع رقمه { $nth }. اختر من الأول إلى الخامس، أو الأخير.
e-lead = تُعد المسودة قبل وقتها بما لا يزيد على { $most } ساعة، لا { $hours }.
e-zone = «{ $zone }» ليست منطقة زمنية. اكتب مثل Europe/Berlin أو UTC.
e-hour = الساعة { $hour } في «{ $zone }» ليست وقتًا. اكتب ساعة من 0 إلى 23 ومنطقة مثل Europe/Berlin أو UTC.
e-time = «{ $time }» ليس وقتًا. اكتبه مثل 2026-11-23T18:30.
e-no-time = اختر وقتًا.
e-time-of-day = اكتب الوقت مثل 09:00.
e-quiet-hours = اكتب ساعات الهدوء مثل 22:00 و07:00.
e-slot-days = أيام الفترة من 1 للاثنين إلى 7 للأحد.
e-topic = اكتب الموضوع هكذا: تحذيره ثم نقطتان ثم الكلمات التي يُعرف بها: «حرب: حرب، غارة».
e-alt-text = «{ $line }» ليس نصًا بديلًا بلغة أخرى. اكتب سطرًا مثل «de: Ein Turm am Hafen».
e-post-address = «{ $address }» ليس عنوان منشور.
e-window = تخرج من وقت إلى وقت بعده.
e-window-over = انقضت نافذتها الزمنية ومعها الموافقات. اختر غيرها.
e-time-over = مضى ذلك الوقت. اختر وقتًا بعده.
e-too-far = هذا بعد أكثر من سنة. اختر وقتًا أقرب.
e-outside-window = هذا خارج النافذة الزمنية الموافق عليها.
e-no-slot = ليس للحسابات فترات، أو لا فترة شاغرة فيها كلها. حدد فترات أو اختر وقتًا.
e-token-over = لكان الرمز قد انتهى. اختر وقتًا بعده.
e-token-long = يصلح الرمز سنة على الأكثر. اختر نهاية أقرب.
e-token-of-token = ينتهي الرمز الطالب في { $time }، وكذلك ما يصنعه.
e-already-connected = { $account } موصول من قبل.
e-handle-x = المعرّف اسم على X، مثل wikipedia.
e-handle-mastodon = المعرّف هو name@server، مثل town@social.example.
e-handle-bluesky = المعرّف اسم على Bluesky، مثل town.bsky.social.
e-handle-elsewhere = الاسم من 1 إلى 100 محرف بلا مسافات، مثل announce-list.
e-handle-none = لا يُنشر شيء في الخلاصات والأرشيفات.
e-nothing-to-try = حالة النشر: { $state }. لا يُعاد إلا ما ينتظر أو فشل أو نُشر بعضه أو جُهل أمره.
e-nothing-to-settle = معلوم ما آل إليه النشر. لا شيء يُحسم.
e-nothing-to-delete = حُذف المنشور أو هو في طريقه إلى الحذف.
e-address = هذا ليس عنوانًا.
e-address-none = «{ $address }» ليس عنوان صفحة. يبدأ العنوان بـ https://.
e-address-scheme = «{ $address }» لا يؤدي إلى صفحة: اكتب http أو https.
e-address-password = في عنوان { $address } اسم أو كلمة سر. احذفهما.
e-address-long = لا يزيد العنوان على { $most } حرف.
e-address-not-allowed = لا يجوز طلب هذا العنوان: ليس من الويب العام.
e-address-elsewhere = الرابط على { $wanted }، وهذا على { $found }.
e-address-taken = { $address } لمنشور آخر. أعطِ رابط هذا.
e-address-missing = أعطِ الرابط الذي هي عليه هناك.
e-address-mail = «{ $address }» ليس عنوان بريد. اكتب مثل ana@example.org.
e-not-sent = تعذّر إرسال الرسالة. يقول خادم البريد: { $why }
e-media-kind = هذه ليست صورة أو فيلمًا أو صوتًا من نوع يُحفظ: JPEG وPNG وGIF وWebP وMP4 وWebM وMP3 وOgg وM4A.
e-media-large = الملف أكبر من { $most } ميبيبايت، وهو الحد المحفوظ.
e-media-broken = تعذّرت قراءة الصورة.
e-media-unread = تعذّرت قراءة الملف. أرسله من جديد.
e-media-folder = تعذّر حفظ الملف. أعد المحاولة بعد لحظات.
e-media-gone = أحد وسائطها ليس هنا. ارفعه من جديد.
e-too-long = { $what }: { $lengths }.
e-lengths = { $length } محرف، ولا يُحفظ أكثر من { $most }
e-too-many = { $what }: في المسودة { $most } على الأكثر.
piece-text = النص
piece-version = إحدى الصيغ
piece-warning = تحذير المحتوى
piece-alt = نص بديل
piece-author = مؤلف
piece-licence = رخصة
piece-source = مصدر
piece-media = الوسائط
piece-options = خيارات الاستطلاع
piece-option = خيار من الاستطلاع
piece-other = جزء منها
e-poll = يحتاج الاستطلاع إلى خيارين مختلفين على الأقل غير فارغين، ومدة من 5 دقائق إلى 30 يومًا.
e-identity-other = لا تخص هذه الإجابة سؤالًا من الدقائق العشر الأخيرة. ابدأ من جديد.
e-identity-unknown = لا يسجل أحد الدخول هنا باسم { $name } من { $issuer }. ادخل بطريقة أخرى وأضفه في صفحتك أولًا.
e-identity-taken = { $name } مضاف هنا إلى شخص آخر.
e-issuer-unreachable = لا يمكن سؤال { $issuer } الآن. أعد المحاولة بعد لحظات. ({ $why })
e-issuer-denied = يرفض { $issuer }: { $why }
e-issuer-unusable = ما أرسله { $issuer } لا يُستعمل: { $why }
e-no-app = ليس لهذا الخادم تطبيق على X. يضبط مشغله x_client_id على معرّف عميل OAuth 2.0 لتطبيق.
e-connect-other = لا تخص هذه الإجابة سؤالًا من الدقائق العشرين الأخيرة. ابدأ من جديد.
e-wants-why-stop = اذكر سبب إيقاف كل شيء: فالسجل يحفظه.
e-wants-new-passkey = مفتاح المرور هذا معروف هنا من قبل.
e-wants-fewer-passkeys = لديك عشرة مفاتيح مرور. أزل واحدًا أولًا.
e-wants-fewer-servers = أُضيف اليوم أشخاص من خوادم كثيرة. حاول غدًا.
e-published-there = إنه منشور في حساب حُذف من الاختيار. اطلب حذفه أولًا.
e-fediverse-handle = اكتب معرّفك مثل @ana@social.example أو اسم خادمك.
e-no-tls = ليس للخادم TLS: يجب أن يبدأ عنوانه بـ https.
e-unknown-passkey = لا يدخل أحد هنا بمفتاح المرور هذا. ادخل بطريقة أخرى وأضفه في صفحتك.
e-no-passkeys = لا مفاتيح مرور على هذا العنوان: تطلب المتصفحات اسمًا وTLS.
e-device-unreadable = تعذرت قراءة ما أرسله جهازك. حاول مرة أخرى أو بجهاز آخر.
e-device-other-deed = أجاب جهازك عن نوع آخر من الأسئلة. حاول مرة أخرى.
e-device-other-challenge = أجاب جهازك عن سؤال آخر. حاول مرة أخرى.
e-device-other-site = سأل جهازَك موقعٌ آخر. افتح هذا الخادم من عنوانه وحاول مرة أخرى.
e-device-nobody = لم ير جهازك أحدًا. حاول مرة أخرى.
e-device-not-verified = لم يتحقق جهازك من أنك أنت. اضبط له رقمًا سريًا أو بصمة وحاول مرة أخرى.
e-device-key = صنع جهازك مفتاحًا من نوع غير معروف هنا. جرّب جهازًا آخر.
e-device-attestation = أرسل جهازك إفادة لم يطلبها أحد. جرّب جهازًا آخر.
e-device-signature = لم يوقّع هذا مفتاحُ المرور ذاك. حاول مرة أخرى.
e-device-counted-back = وقّع مفتاح المرور هذا أقل مما سبق، كما تفعل نسخة منه. ادخل بطريقة أخرى وأزله.
e-identity-no-server = لا يدخل أحد هنا عبر { $server }. ادخل بطريقة أخرى وأضف حسابك هناك في صفحتك أولًا.
e-identity-server = لا يقول { $server } من أنت: { $why }
e-not-from-afar = من هنا تقرأ المرآة feed:https://… أو x:الاسم. أما الأرشيفات والملفات فتضاف على الخادم: mimus mirror add archive:FILE
e-route-of-the-desk = هذا المسار طريق المكتب إلى حسابه، ويزول حين يُفصل الحساب.
e-route-by-hand = يُنشر في { $account } يدويًا: لا يصنع له مسارٌ إلا مسودات.
e-route-circle = مسار من { $account } إلى نفسه يدور إلى الأبد.
e-route-twice = المسار { $route } يسلك الطريق نفسه من قبل.
e-route-policy = لا يمكن حفظ المسار هكذا: { $why }
e-network = لم تفعلها الشبكة. تقول: { $why }
e-by-hand = يُنشر في { $account } يدويًا: لا بيانات دخول تُستعمل. لوصله افصله أولًا.
e-not-asked = لم يطلب أحد ‎@{ $name }‎ من X.
e-no-credentials = لا تُقرأ X هنا دون بيانات دخول. يضبط مشغل الخادم x_bearer_token.
e-mirrored = له مرآة هنا من قبل باسم ‎@{ $name }.
e-mirror-denied = تقول قاعدة إنه لا تُصنع له مرآة هنا.
e-mirror-denied-why = تقول قاعدة إنه لا تُصنع له مرآة هنا: { $why }
e-mirror-removed = أزيلت المرآة ‎@{ $name }. الخوادم الأخرى تذكر ذلك، فلا يُستعمل اسمها ثانية.
e-handle-taken = المعرّف ‎@{ $name }‎ مأخوذ.
e-mirror-busy = تُقرأ ‎@{ $name }‎ الآن. أعد المحاولة بعد دقائق.
e-mirror = تعذّر صنع المرآة. يقول الخادم: { $why }
f-not-found = لا شيء في هذا العنوان.
f-method = لا يقبل هذا العنوان طلبًا كهذا.
f-mirror-gone = أزيلت هذه المرآة ولم تعد منشوراتها هنا.
f-post-gone = أزيل هذا المنشور.
f-too-often = الطلبات كثيرة الآن. أعد المحاولة بعد دقيقة.
f-slow = طال ذلك كثيرًا. أعد المحاولة بعد لحظات.
f-unavailable = لا يستطيع هذا الخادم ذلك الآن. أعد المحاولة بعد دقيقة.
f-title-not-found = غير موجود
f-title-method = غير مسموح
f-title-gone = لم يعد هنا
f-title-bad = لم ينجح ذلك
f-title-unsigned = يلزم توقيع
f-title-refused = لم يُقبل
f-title-not-now = ليس الآن
f-title-broken = حدث خلل
f-to-desk = إلى مكتب التحرير
rule-fits = ما تقبله الشبكة
rule-quiet = ساعات الهدوء
rule-a-day = منشورات اليوم
rule-said-before = لا شيء يقال مرتين
c-no-alt = ليس للوسيط { $number } نص بديل. قل ما يظهر فيه لمن لا يراه.
c-unwarned = تتحدث عما يحذّر منه هذا الحساب. اكتب «{ $warning }» تحذيرًا للمحتوى.
c-run-together = قد يكون ‎#{ $tag }‎ عدة كلمات. ابدأ كل كلمة بحرف كبير، كما في ‎#WikiLovesMonuments.
c-in-disguise = «{ $words }» ليست حروفًا. اكتب «{ $plain }».
c-stranger = ‎@{ $name }‎ ليس في الدليل. تحقق من أنه المقصود.
c-no-language = لم تُحدد لغة. حددها لقارئات الشاشة ولمن يرشّح بها.
c-other-language = لغتها { $language }، ويُتحدث هنا بـ: { $spoken }.
c-empty = لا تقول شيئًا بعد.
c-not-taken = لن تقبلها { $network }: { $why }
c-said-before = نُشرت الكلمات نفسها هناك في { $day }.
c-quiet = لا يخرج شيء في ساعات الهدوء. اختر وقتًا آخر.
c-too-many = ما يخرج خلال 12 ساعة منها: { $others }. المتفق عليه في اليوم: { $most }.
w-cut = أطول من منشور واحد: تُقطع مع رابط إلى الأصل.
w-alt-cut = يُقطع النص البديل للوسيط { $number } عند { $most } محرف.
w-medium-linked = لا يُنقل الوسيط { $number }: ينوب عنه رابط إلى الأصل.
w-medium-lost = لا يُنقل الوسيط { $number }، ولا عنوان يُربط به.
w-sensitive-linked = لا تُوسم الوسائط الحساسة هناك: ينوب عنها رابط إلى الأصل.
w-sensitive-unmarked = لا تُوسم الوسائط الحساسة هناك وتُنقل بلا وسم.
w-warning-in-text = لا تعرف تلك الشبكة تحذير المحتوى: يوضع فوق الكلمات.
w-warning-linked = لا تعرف تلك الشبكة تحذير المحتوى: يخرج وحده مع رابط إلى الأصل.
w-warning-cut = تحذير المحتوى طويل فيُقطع.
w-quote-as-text = لا يكون الاقتباس اقتباسًا هناك: يوضع في النص.
w-poll-as-text = لا يكون الاستطلاع استطلاعًا هناك: يوضع في النص.
w-reply-unknown = ما ترد عليه ليس هناك.
w-repost-as-text = ما تعيد نشره ليس هناك: تنوب عنه كلماته ورابطه.
w-stray-link = كانت تلك الشبكة ستجعل «{ $words }» رابطًا: يمنع ذلك محرف خفي.
w-listed = غير مدرجة، ولا تعرف تلك الشبكة ذلك: هي عامة هناك.
s-empty = لا شيء يُقرأ أو يُرى.
s-reply = هي رد، والحساب يترك الردود.
s-repost = هي إعادة نشر، والحساب يتركها.
s-repost-not-there = ما تعيد نشره ليس هناك.
s-quote = ما تقتبسه ليس هناك.
s-filtered = فيها «{ $word }»، وهي مستبعدة.
s-unwanted = ليس فيها شيء مما يُطلب.
s-opted-out = فيها { $mark }، وهي تبقيها بعيدة عن هناك.
s-only-mentions = فيها إشارات فقط بلا كلمات.
s-unlisted = غير مدرجة، ولا يذهب إلى هناك إلا العام.
s-warned = لها تحذير محتوى لا تعرفه تلك الشبكة.
s-warned-without-address = لا يذهب إلى هناك إلا تحذيرها، ولا عنوان يؤدي إليه.
s-nothing-left = لا يمكن عرض شيء منها هناك، ولا عنوان لها يُقاد إليه.
e-not-approved = { $n ->
    [zero] لا يلزم موافقة أخرى.
    [one] يلزم أن يوافق عليها شخص آخر أولًا.
    [two] يلزم أن يوافق عليها شخصان آخران أولًا.
    [few] يلزم أن يوافق عليها { $n } آخرون أولًا.
    [many] يلزم أن يوافق عليها { $n } آخرون أولًا.
   *[other] يلزم أن يوافق عليها { $n } آخرون أولًا.
}
e-wait = { $n ->
    [zero] كثرت المحاولات الخاطئة. أعد المحاولة الآن.
    [one] كثرت المحاولات الخاطئة. أعد المحاولة بعد دقيقة.
    [two] كثرت المحاولات الخاطئة. أعد المحاولة بعد دقيقتين.
    [few] كثرت المحاولات الخاطئة. أعد المحاولة بعد { $n } دقائق.
    [many] كثرت المحاولات الخاطئة. أعد المحاولة بعد { $n } دقيقة.
   *[other] كثرت المحاولات الخاطئة. أعد المحاولة بعد { $n } دقيقة.
}
c-bullets = { $n ->
    [zero] لا سطر يبدأ برمز تعبيري.
    [one] يبدأ سطر برمز تعبيري يُقرأ اسمه كل مرة. ابدأه بكلمة.
    [two] يبدأ سطران برمز تعبيري يُقرأ اسمه كل مرة. ابدأهما بكلمة.
    [few] تبدأ { $n } أسطر برمز تعبيري يُقرأ اسمه كل مرة. ابدأها بكلمة.
    [many] يبدأ { $n } سطرًا برمز تعبيري يُقرأ اسمه كل مرة. ابدأها بكلمة.
   *[other] يبدأ { $n } سطر برمز تعبيري يُقرأ اسمه كل مرة. ابدأها بكلمة.
}
w-split = { $n ->
    [zero] لا منشور.
    [one] يسعها منشور واحد.
    [two] أكثر مما يسعه منشور: سلسلة من منشورين.
    [few] أكثر مما يسعه منشور: سلسلة من { $n } منشورات.
    [many] أكثر مما يسعه منشور: سلسلة من { $n } منشورًا.
   *[other] أكثر مما يسعه منشور: سلسلة من { $n } منشور.
}
w-poll-time = { $n ->
    [zero] الاستطلاع مغلق هناك.
    [one] الاستطلاع مفتوح هناك دقيقة.
    [two] الاستطلاع مفتوح هناك دقيقتين.
    [few] الاستطلاع مفتوح هناك { $n } دقائق.
    [many] الاستطلاع مفتوح هناك { $n } دقيقة.
   *[other] الاستطلاع مفتوح هناك { $n } دقيقة.
}

## Servers, requests, connecting accounts
servers-how = كل خادم له متابع هنا وحال التسليم إليه. ما يتعثر يُعاد من تلقاء نفسه على فترات تطول حتى اثنتي عشرة ساعة، وبعد ثلاثين يومًا يُترك.
server-well = سليم
server-failing = متعثر
server-retired = متروك
server-deliveries = تسليمات منتظرة
servers-oldest = أقدم ما ينتظر كُتب في
servers-which = أي الخوادم
servers-failing = المتعثرة
servers-retired = المتروكة
server-taken = المقبول: { $number }
server-refused = المرفوض: { $number }
server-failed = الفاشل: { $number }
server-last = آخر تسليم:
server-never = لم يحدث
server-next = المحاولة التالية:
server-retry = حاول الآن
server-again = سلّم من جديد
server-retire = اترك
server-retire-how = لا يُسلَّم إليه شيء بعد ذلك، ويُصرف متابعوه.
servers-more = خوادم أخرى
servers-nodes = العقد العاملة
requests-title = مرايا يطلبها الناس
requests-how = شروط X تمنع نقل منشورات الآخرين دون إذنهم: اقبل ما هو لكم أو ما اتُّفق عليه.
request-first = أول من طلب: { $name }
request-accept = اقبل
request-why = السبب، كما يقرؤه من يطلب
accounts-title = الحسابات الموصولة
accounts-how = حساباتكم التي تنقل المسارات المنشورات بينها. بيانات دخولها مختومة هنا، تُفحص كل يوم ولا تُعرض على أحد.
account-on-x = على X
account-at = لدى { $host }
account-takes = يقبل { $most } محرف و{ $pictures } في المنشور
account-checked = فُحص في
account-anew = صِل من جديد
account-disconnect = افصل
account-disconnect-how = تُعاد بيانات دخوله وتُنسى وتتوقف مساراته. ويبقى ما نُشر.
account-connect = صِل حسابًا
account-where = في الفيديفيرس: معرّفه أو خادمه
account-connect-x = صِل حسابًا على X
account-x-how = لحسابات X يذكر مشغل الخادم تطبيقًا في هذا الإعداد:
connect-title = الإذن لدى { $host }
connect-how = تُرسل إلى { $host }. سجل الدخول هناك بالحساب المراد وصله، واسمح لـ{ $site } بما يطلبه.
connect-asks = لا يطلب إلا ما يلزم: معرفة صاحب الحساب وقراءة منشوراته ونشر المنشورات بوسائطها وتغييرها وحذفها. لا يطلب الرسائل ولا المتابعين ولا الإعدادات.
connect-go = تابع إلى { $host }
connect-back = عودة إلى الحسابات
account-said-connected = { $account } موصول الآن.
account-said-disconnected = فُصل { $account } هنا، لكن تعذّر إخبار شبكته ({ $why }). اسحب الإذن من إعدادات الحساب نفسه.
server-followers = { $n ->
    [zero] لا متابع
    [one] متابع واحد
    [two] متابعان
    [few] { $n } متابعين
    [many] { $n } متابعًا
   *[other] { $n } متابع
}
server-waiting = { $n ->
    [zero] لا تسليم ينتظر
    [one] تسليم واحد ينتظر
    [two] تسليمان ينتظران
    [few] { $n } تسليمات تنتظر
    [many] { $n } تسليمًا ينتظر
   *[other] { $n } تسليم ينتظر
}
requests-waiting = { $n ->
    [zero] لا طلب ينتظر.
    [one] طلب واحد ينتظر.
    [two] طلبان ينتظران.
    [few] { $n } طلبات تنتظر.
    [many] { $n } طلبًا ينتظر.
   *[other] { $n } طلب ينتظر.
}
request-asked = { $n ->
    [zero] لم يُطلب
    [one] طُلب مرة
    [two] طُلب مرتين
    [few] طُلب { $n } مرات
    [many] طُلب { $n } مرة
   *[other] طُلب { $n } مرة
}
account-routes = { $n ->
    [zero] لا مسار
    [one] مسار واحد
    [two] مساران
    [few] { $n } مسارات
    [many] { $n } مسارًا
   *[other] { $n } مسار
}
account-pictures = { $n ->
    [zero] لا صورة
    [one] صورة واحدة
    [two] صورتين
    [few] { $n } صور
    [many] { $n } صورة
   *[other] { $n } صورة
}
