# The Desk, in English: the language that the others are held against.
# Each message is one sentence or label. { $name } and its kin are put in; { $n } is a number and chooses the plural.

## Around every page
skip = Skip to the content
desk-of = Desk of { $name }
nav-desk = Desk
nav-you = You
nav-site = Site
nav-about = About
nav-public = Public pages
nav-todo = To do
nav-drafts = Drafts
nav-schedule = Schedule
nav-publications = Publications
nav-accounts = Accounts
nav-record = Record
nav-people = People
nav-servers = Servers
nav-requests = Requests
nav-me = You
run-by = Run by { $name }.
sign-out = Sign out
pages = Pages
older = Older
all = All
nothing = Nothing
save = Save
why = Why
somebody = somebody
changed = changed
form-foreign = This form is not of this session. Open the page anew and send it again.
keepers-only = This page is for keepers. Ask one of them.

## Signing in
sign-in = Sign in
sign-in-how = Nobody has a way in? Whoever may run commands on the server gets a link that is good once:
your-name = Name
shown-name = Name that others see
password = Password
new-password = New password
old-password = Present password
password-how = 12 characters or more. Four words in a row are a good one.
name-how = 2 to 40 letters, digits, dots or dashes.
sign-in-with = Sign in with { $name }
entered = Done
go-on = Go on
code = Code
code-how = The six digits that your device shows now. Each code is good once.
code-lost = Have you lost the device? A keeper can make you a new link, which needs no code.
welcome = Welcome to the Desk
welcome-keeper = This link makes you a keeper: you connect accounts and invite others. It is good once.
welcome-invited = You were invited. Choose a password, and begin.
begin = Begin

## You
signed-in-as = You sign in as { $name }.
you-keep = You keep this server, and may do everything.
profile = How you are shown
page-language = Language of these pages
as-browser = As the browser asks
change-password = Change the password
codes = A code besides the password
codes-off = A device of yours can show a code that is asked for each time you sign in: a password alone is then of no use to anybody else.
codes-on = A code of your device is asked for each time you sign in.
codes-begin = Set it up
codes-take = Take this secret on with an app for one-time codes (TOTP), then type the code that it shows. Nothing changes before.
codes-secret = Secret:
codes-open = Open in the app
codes-turn-on = Ask for codes from now on
codes-turn-off = Ask for no codes any more
identities = By what else you sign in
identity-add = Add who you are at { $name }
identity-remove = Remove
sessions = Where you are signed in
this-one = this one
since = Since
last-seen = last seen
unknown-browser = An unknown browser
end-session = End this session
end-others = End all other sessions

## To do
new-draft = New draft
nothing-connected = No account is connected yet.
connect-one = Connect one
account-stopped = Nothing goes out to { $name } at present.
todo-review = To review
todo-held = Proposed by people without an account here
todo-own = Your drafts
todo-scheduled = About to go out
todo-nothing = Nothing at present.
stuck = { $n ->
    [one] One publication waits for somebody.
   *[other] { $n } publications wait for somebody.
}

## Drafts
which-drafts = Which drafts
filter-open = Open
no-drafts = There are none.
untitled = Without words
this-draft = This draft
tab-write = Write
tab-preview = Preview and checks
tab-review = Review
tab-schedule = Schedule
tab-history = History
state-held = held apart
state-writing = being written
state-proposed = proposed
state-scheduled = scheduled
state-published = published
state-dropped = dropped
begun-by = Begun by { $name }
proposed-by-outside = Proposed by { $name }, who has no account here
goes-out = Goes out

## Writing
field-text = Text
text-how = A line with --- begins the next post of a thread. Write people of the fediverse as @name@server.
field-version = Words of their own for { $network }
version-how = Instead of the text above, on { $network }; empty means the same
field-language = Language
field-warning = Content warning
field-visibility = Visibility
visibility-public = Public
visibility-unlisted = Unlisted
field-sensitive = Hide the media until asked for
field-accounts = Where it goes
no-accounts = There is no account that you may propose for.
no-accounts-chosen = It goes nowhere yet. Choose an account on the page where it is written.
field-media = Media
medium = Medium
medium-number = Medium { $n }
field-alt = Alt text of medium { $n }: what it shows, for those who do not see it
field-alts = Alt texts in other languages, one a line
medium-more = Author, licence, focus, other languages
field-author = Author
field-licence = Licence
field-source = Source
field-focus-x = Focus, % from the left
field-focus-y = Focus, % from the top
field-part = With which post of the thread
remove-medium = Remove medium { $n }
field-upload = Add pictures, films or sound
field-poll = Poll
field-option = Option { $n }
field-hours = Open for how many hours
field-multiple = Several may be chosen
more-fields = Answer, quotation, boost, window
field-reply = Answers the post at this address
field-quote = Quotes the post at this address
field-boost = Boosts the post at this address
field-from = Not before ({ $zone })
field-until = Not after ({ $zone })
save-and-preview = Save and preview
save-and-propose = Save and propose
unsaved = Not saved yet
take-on = Take it on
withdraw = Take it back from review
pick-up = Take it up again
drop = Drop it
comments = Comments
comment = Say something to colleagues
send-comment = Send
clash = Somebody else has changed the same words. Both are here: theirs as saved, yours in the form. Saving again keeps yours in their place; yours are kept in the history in any case.
clash-theirs = What it says now
clash-quiet = Somebody else has changed the same words: save by hand to see both.

## What has just been done
said-saved = Saved.
said-merged = Saved, together with what somebody else wrote meanwhile. Look at what it says now.
said-proposed = Proposed. Reviewers see it in their list.
said-withdrawn = Taken back from review.
said-taken = Taken on: it is a draft like any other now.
said-dropped = Dropped. It can be taken up again.
said-picked-up = Taken up again.
said-commented = Sent.
said-approved = Approved, exactly as it is. Any change makes the approval void.
said-refused = Refused, with your reason.
said-scheduled = Scheduled.
said-unscheduled = Taken out of the schedule. Nothing goes out.
said-changing = The change goes out now.
said-deleting = It is being deleted on its networks.
said-kept = Done.

## Preview and checks
part-of = Post { $n } of { $of }
length-of = { $n } of { $limit } characters
no-alt = no alt text
costs = costs { $money }
go-there = Go there
blocks = Blocks
warns = Warns
checks-passed = { $n ->
    [0] No rule is checked beside these.
    [one] One rule is kept.
   *[other] { $n } rules are kept.
}
propose = Propose it for review
standing-approved = Approved
standing-wanting = { $n ->
    [one] One approval is wanting
   *[other] { $n } approvals are wanting
}
standing-refused = Refused

## Review
changed-since = Changed since { $time }
approve = Approve
refuse = Refuse
ruling-words = Your reason
ruling-how = You rule on exactly what this page shows. A refusal needs a reason, which its writers read.
rulings = What reviewers said
no-rulings = Nobody has said anything yet.
ruled-approved = Approved
ruled-refused = Refused
ruling-void = of an earlier state
revision-by = { $n }, by { $name }
aside = kept aside

## Schedule
when = When
not-ready = It cannot go out yet: see above what is wanting.
when-next = Next free slot:
when-now = Now
when-at = At a time of your choice
at-time = Time ({ $zone })
choose-time = choose a time
schedule = Schedule
unschedule = Take it out of the schedule
missed-how = Its time went by before it could go out. Take it out of the schedule, and give it another time.
change-waits = What the draft says now is not what was published.
publish-change = Publish the change
delete-published = Delete it on its networks
window-from = Not before { $time }.
window-until = Not after { $time }; approvals end then.
window-between = Between { $from } and { $until }; approvals end then.
week-of = Week of { $day }
weeks = Weeks
week-before = Week before
this-week = This week
week-after = Week after
times-in = Times are those of { $zone }.
day = Day
free-slots = Free slots

## Publications
which-publications = Which publications
waiting-for-you = Waiting for somebody
no-publications = There are none.
publication-held = held
publication-due = due
publication-sending = being sent
publication-published = published
publication-partial = published in part
publication-unknown = not known
publication-failed = failed
publication-missed = missed
publication-skipped = left out
publication-deleted = deleted
its-link = Its link, if it is there
it-is-there = It is there
it-is-not = It is not
give-link = Give the link of the post, as its page shows it.
try-again = Try again
network-fediverse = the fediverse
network-feed = a feed

## Accounts and charters
account-connected = connected
account-broken = sign in again
account-disconnected = disconnected
stopped = Nothing goes out to it at present.
public-page = Its public page
brake = Emergency brake
brake-pull = Stop everything that is to go out
brake-pulled = The brake is pulled. What was due meanwhile and is still in time goes out when it is released; the rest is missed.
brake-release = Let it go on
charter = Charter
charter-text = Who speaks here, about what, and how. Everybody can read it.
reviewers = How many must approve
a-day = Most posts of a day
author-may-review = Who began a draft may review it where somebody else wrote last
proposals = People without an account here may propose
names-proposers = The public archive says who proposed what
rules = What the machine checks
rule-alt-text = Alt texts
rule-warning = Content warnings
rule-camel-case = Hashtags that can be read aloud
rule-letters = Plain letters
rule-bullets = No emoji for bullets
rule-mentions = Known mentions
rule-language = Languages
weight-off = not checked
weight-warn = warns
weight-block = blocks
languages = Languages that are spoken here
topics = What is warned of, one a line: the warning, a colon, the words by which it is known
slots = When it publishes
zone = Time zone
slots-how = Slots, one a line: days and a time
quiet-from = Quiet from
quiet-to = until

## People
role-keeper = keeper
role-publisher = publisher
role-reviewer = reviewer
role-editor = editor
role-proposer = proposer
role-engager = engager
role-auditor = auditor
roles = Roles
roles-for = Roles for { $account }
person-invited = invited
person-active = active
person-left = left
invite = Invite somebody
their-name = Name to sign in with
for-account = For which account
make-keeper = A keeper, who may do everything
link-for = A link for { $name }
link-how = Give it to them by a way that nobody else reads. It is good once, for a week, and is not shown again.
new-link = New link
let-go = Let go
let-go-how = They cannot sign in any more. What they did stays theirs in the record.
find-person = Find somebody by name
find = Find
nobody-found = Nobody is called that.
more = More

## The record
record-how = Each entry is bound to the one before. That nothing was changed, this command proves:
record-of = Record of { $name }
record-feed = Feed of the record
deed-person-entered = came to the Desk
deed-person-invited = invited
deed-person-link-made = made a link for
deed-person-roles = set roles of
deed-person-left = let go
deed-person-identity-added = signs in by another server, too
deed-person-identity-removed = removed another server by which they signed in
deed-person-code-on = began to sign in with codes
deed-person-code-off = signs in without codes
deed-charter-changed = changed charter or slots of
deed-brake-pulled = pulled the brake on
deed-brake-released = released the brake on
deed-draft-begun = began
deed-draft-changed = changed
deed-draft-proposed = proposed
deed-draft-withdrawn = took back from review
deed-draft-approved = approved
deed-draft-refused = refused
deed-draft-dropped = dropped
deed-draft-picked-up = took up again
deed-draft-scheduled = scheduled
deed-draft-unscheduled = took out of the schedule
deed-draft-change-published = published a change of
deed-draft-deleted = had deleted what was published of
deed-proposal-received = proposed from outside
deed-proposal-taken = took on
deed-template-kept = kept a template
deed-template-changed = changed a template
deed-template-removed = removed a template
deed-draft-recurred = had a draft made of a template
deed-template-missed = missed times of a template
deed-template-stopped = stopped a template
deed-publication-seen = saw that it is there
deed-publication-not-seen = saw that it is not there
deed-publication-retried = had tried again

## Public pages
in-the-open = This account is run in the open: who runs it, by which rules, and who did what.
needs-reviewers = { $n ->
    [0] What goes out needs no second pair of eyes.
    [one] What goes out is read by somebody else first.
   *[other] What goes out is read by { $n } others first.
}
who-runs-it = Who runs it
archive = What was posted
where-it-is = Where it stands
proposed-by = proposed by { $name }
propose-something = Propose something
propose-for = Propose a post for { $name }
propose-how = Write what the account should say. Its people look at it, may change it, and publish it or say why not.
propose-done = Thank you. It is with the people of this account now.
back-to-account = Back to the account
your-name-public = Your name, as others may read it
leave-empty = Leave this empty

## Templates
templates = Templates
templates-how = What is said again and again: begin a draft with it, or have its drafts made by themselves and put up for review.
no-templates = There are none yet.
template-new = A new template
template-name = Name of the template
template-words = These words are filled in: {"{date}"}, {"{week}"}, {"{month}"}, {"{year}"}, {"{number}"}.
template-next = Next for
template-stopped = Save it to have it go on.
template-draft = Begin a draft with it
template-remove = Remove the template
template-remove-how = What was made of it stays.
template-keep = Keep as a template
rhythm = Recurring
rhythm-how = Each draft is put up for review as its own; nothing goes out by itself.
rhythm-every = How often
rhythm-none = Not by itself
rhythm-day = Every day
rhythm-week = On days of the week
rhythm-month = On a day of the month
rhythm-month-weekday = On the nth weekday of the month
rhythm-weekdays = Days of the week
rhythm-month-day = Day of the month (31 is the last)
rhythm-nth = Which of the month
rhythm-last = the last
rhythm-at = Time of day
rhythm-zone = Time zone
rhythm-lead = Made so many hours before
template-made = { $n ->
    [one] One draft was made of it.
   *[other] { $n } drafts were made of it.
}
template-media = { $n ->
    [one] With one picture or film.
   *[other] With { $n } pictures or films.
}

## Passkeys and servers of the fediverse
sign-in-otherwise = Other ways to sign in
passkeys = Passkeys
passkeys-how = A passkey is a key on a device of yours, or in your password manager. You sign in by it with a finger, your face or a PIN, and type neither name nor password; it does in place of a code, too.
passkeys-script = To add one, your browser must run this page’s script.
passkeys-not-here = There are none at this server’s address: browsers want a name and TLS for them.
passkey-added = Added:
passkey-used = Last used:
passkey-unused = Not used yet
passkey-remove-this = Remove { $name }
passkey-name = What you call it
passkey-name-how = So that you know it again: the device that it is on, for example.
passkey-add = Add a passkey
passkey-enter = Sign in with a passkey
passkey-failed = No passkey came from your device. Try again, or sign in otherwise.
passkey-known = This device has a passkey of yours for this server already.
fediverse-handle = Your handle on the fediverse, or your server
fediverse-how = For those who have added their account under their name here. Your server is asked who you are, and nothing else.
fediverse-add-how = Your server is asked once who you are, and nothing else. What is kept is your handle and the account’s number there.
fediverse-enter = Sign in with your fediverse account
fediverse-add = Add your fediverse account
identity-fediverse = on the fediverse
onward = To { $at }
onward-how = You are sent there. Allow it to say who you are; it is asked for nothing else.
deed-person-passkey-added = signs in with a new passkey
deed-person-passkey-removed = removed a passkey

## Published by hand
network-elsewhere = another place
todo-by-hand = To publish by hand
by-hand = by hand
by-hand-what = What to do
by-hand-nothing = There is nothing to do by hand
by-hand-publish = Publish by hand
by-hand-publish-how = Put this on { $account } as it stands here. Then give the link at which it is.
by-hand-published = Mark as published
by-hand-change = Change by hand
by-hand-change-how = It has changed since it was put on { $account }. Change it there to what stands here.
by-hand-changed = Mark as changed
by-hand-delete = Delete by hand
by-hand-delete-how = Delete this on { $account }.
by-hand-deleted = Mark as deleted
by-hand-page = The account:
by-hand-due = It was due on
by-hand-late = Its time has gone by. Do not publish it late; if somebody did publish it in time, give its link.
by-hand-stopped = Do not publish it now:
by-hand-answers = It answers
by-hand-post = The post
by-hand-words = Words
by-hand-language = Language: { $language }
by-hand-sensitive = Mark the media as sensitive.
by-hand-unlisted = Not in public timelines, if the network can do that.
by-hand-poll = A poll with these choices:
by-hand-download = Download medium { $n }
by-hand-alt = Alt text of medium { $n }
by-hand-no-alt = It has no alt text.
by-hand-link = The link at which it stands there
by-hand-publishers = Publishers of the account do this.
by-hand-disconnect = Its queue is stopped. What was published stays.
by-hand-add = Add an account that you publish to by hand
by-hand-add-how = For a network that Mimus cannot speak with, or an account whose password you do not give away. Drafts go the same way; when one is due, publishers are shown what to put there.
by-hand-network = Network
by-hand-handle = Handle, or the name of the place
by-hand-its-page = Address of its page
copy = Copy
copied = Copied
deed-account-by-hand = added, to be published to by hand,
deed-publication-by-hand = published by hand
deed-publication-changed-by-hand = changed by hand
deed-publication-deleted-by-hand = deleted by hand

## Digests and feeds
digests = Digests by mail
digests-how = The same by mail, each day or each Monday, when there is something.
digests-no-mail = This server sends no mail. Its operator can name a mail server.
digests-address = Your mail address
digests-ask = Send a link to confirm it
digests-asked = A link was sent to { $address }. It is good for a day. Nothing else is sent there before you have opened it.
digests-to = Digests go to { $address }.
digests-forget = Forget my address
digests-rhythm = How often
rhythm-off = never
rhythm-daily = each day
rhythm-weekly = each Monday
digests-hour = At which hour, from 0 to 23
digests-zone = In which time zone
digests-next = The next one:
digests-failed = The last one could not be sent: { $why } It is tried again.
confirm-address = Confirm your address
confirm-address-how = Digests of the Desk for { $name } are to go to { $address }.
confirm-address-do = That is my address
confirm-address-done = Confirmed. Under your name at the Desk you choose how often digests come.
digests-end = No more digests
digests-end-how = { $name } gets digests of the Desk at this address.
digests-end-do = Send me no more
digests-end-done = Done. No more digests are sent.
confirm-letter-subject = Confirm your address for the Desk of { $desk }
confirm-letter = { $name } wants digests of the Desk of { $desk } sent to this address. Is that you? Then open this link within a day:
confirm-letter-else = If it is not you, do nothing. Nothing else will be sent here.
digest-waiting = Waits for you
digest-said = Said of your drafts
digest-out = Gone out, or not
digest-why = You get this because you asked for it at the Desk. To get no more:
news-of-desk = The Desk of { $name }
news-review = Waits for your review: { $title }
news-held = A proposal from outside waits: { $title }
news-comment = { $by } commented on your draft: { $title }
news-approved = { $by } approved of your draft: { $title }
news-refused = { $by } refused your draft: { $title }
news-published = Published: { $title }
news-missed = Missed its time: { $title }
news-failed = Not published, or not whole: { $title }
feed = A feed of your own
feed-how = What waits for you, what is said of your drafts, and what was published, missed or failed on your accounts, for a feed reader. Whoever has its address can read it.
feed-there = You have one. Its address was shown when you made it.
feed-address = This is its address. It is shown only now:
feed-make = Make a feed
feed-new = Make another address
feed-end = End the feed

## Media
nav-media = Media
media-want = Without a description
media-wanting = { $n ->
    [0] Everything that is being written has its descriptions.
    [one] One medium of what is being written has no description.
   *[other] { $n } media of what is being written have no description.
}
alt-how = Say in a sentence or two what somebody would miss who does not see it, or hear it: what it shows, the words in it, what it is there for.
what-it-shows = What it shows
media-all = All media of drafts
media-find = Words of the draft, the description, the author or the source
media-none = None are found.
no-alt = Nobody has said what it shows.

## Tokens and webhooks
tokens = Tokens for programs
tokens-how = A program that has a token does in your name what the token allows, and never more than you may yourself.
token-made = The new token
shown-once = It is shown this once; keep it where the program finds it.
no-tokens = You have given none.
token-until = Good until
token-used = last used
token-unused = never used
token-end = End
token-make = Make a token
token-name = What it is for
token-scopes = What it allows
token-days = For how many days
scope-read = reading drafts, the schedule and the record
scope-write = writing drafts and comments
scope-review = approving and refusing
scope-publish = scheduling, publishing, taking back, the brake
scope-keep = charters, people and webhooks
webhooks = Webhooks
webhooks-how = Each address is sent what is recorded, in order and signed. One that fails is tried again, ever later.
webhook-secret = What its requests are signed with
no-webhooks = There are none.
webhook-cursor = It has everything up to entry { $seq }.
webhook-failed = { $n ->
    [one] Failed once:
   *[other] Failed { $n } times:
}
webhook-next = Next try:
webhook-remove = Remove
webhook-add = Add a webhook
webhook-address = Its address

## Mirrors, routes and the Ledger

## Settings

## Drafts from routes

## Counting and previews
count-line = { $account }: { $lengths }
lengths = Length on each account
speaks-answers = Answers
speaks-quotes = Quotes
speaks-boosts = Boosts

## Removals
removal = This is to be deleted on its networks
removal-asked-by = { $name } asked for it, { $time }:
removal-ask = Ask for its deletion
removal-approve = Approve the deletion
removal-refuse = Refuse the deletion
removal-withdraw = Withdraw the request
removal-how = Where the charter asks for reviewers, one of them must approve of it before it is deleted. Whoever asks is not its reviewer.
delete-at-once = Delete it at once
removals = To be deleted
said-removal-asked = Asked. Reviewers see it in their list.
ruled-removal-approved = Approved the deletion
ruled-removal-refused = Refused the deletion
deed-removal-asked = asked to delete what was published of
deed-removal-approved = approved deleting what was published of
deed-removal-refused = refused deleting what was published of
deed-removal-withdrawn = withdrew the request to delete what was published of

## Dates
day-and-time = { $day }, { $time }
day-and-month = { $day } { $month }
day-and-year = { $day } { $year }
weekday-and-day = { $weekday }, { $day }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Drafts from routes

came-by-route = Came by route { $route } from { $source }
deed-draft-came = made a draft of what a route brought
deed-draft-followed = had a draft follow its post

## Cards of linked pages

card-of = How servers will most likely show { $host }
card-unknown = { $host } was not looked at yet
card-none = No card for { $host }: { $reason }
card-status = its server answers { $status }
card-no-title = the page has no title
card-no-page = it is no web page
card-too-large = the page is larger than the 512 KiB that are read
card-slow = its server took longer than five seconds
card-away = its server cannot be reached, or may not be asked
card-no-alt = The page’s picture has no description
cards-show = Show cards of linked pages
cards-looking = Looking at linked pages …
cards-later = The linked pages could not be looked at just now; try again in a minute
