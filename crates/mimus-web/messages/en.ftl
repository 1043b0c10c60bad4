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
when-first = The very next slot; what waits there moves on by one
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
brake-release-queue = Let it go on, and give what was missed the next slots
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
deed-draft-moved = moved on in the schedule
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
news-removal = A deletion waits for your review: { $title }
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
media-no-alt = Nobody has said what it shows.

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
nav-mirrors = Mirrors
nav-routes = Routes
nav-ledger = Ledger
nav-settings = Settings
label-line = { $label }: { $words }
seek = Search
what-goes-on = What goes on, and how
keep-warning-lines = Leave a first line such as “CW: food” in the words, in place of taking it for the content warning
visibility-everywhere = In public timelines
visibility-profiles = For followers’ timelines and profiles
mirrors-how = Accounts and feeds that are republished here as fediverse actors. Anybody on the fediverse can follow them.
mirrors-seek = Search by handle or source
mirrors-which = Which mirrors
mirrors-active = are read
mirrors-failing = failing
mirrors-paused = paused
mirrors-ended = ended
mirrors-none = There are none.
mirrors-more = More mirrors
mirror-active = is read
mirror-reading = is being read for the first time
mirror-failing = failing
mirror-paused = paused
mirror-ended = ended
mirror-last-read = Last read:
mirror-next-read = next reading:
mirror-never = never yet
mirror-failed = { $n ->
    [one] The last reading failed:
   *[other] The last { $n } readings failed:
}
posts-here = { $n ->
    [one] { $n } post
   *[other] { $n } posts
}
followers-here = { $n ->
    [one] { $n } follower
   *[other] { $n } followers
}
mirror-add = Add a mirror
mirror-add-how = Write the address of a feed, or x:NAME for an account on X. It is looked at first; what it has is then read in the background, and nothing old is pushed to anybody.
mirror-add-archive = Archives are added on the server, at the command line:
mirror-source = Source
mirror-handle = Handle here; left empty, it is made from the source’s name
mirror-basis = On what ground
basis-own = It is an account of those who keep this server
basis-consent = Its owner agreed
basis-other = Neither
basis-note = How and when the owner agreed; the mirror’s page says it
basis-note-missing = Say how and when the owner agreed.
mirror-replies = Replies
mirror-replies-all = Threads, and answers to others
mirror-replies-own = The account’s own threads only
mirror-none = None
mirror-reposts = Reposts
mirror-reposts-link = A boost where the original is here, else its words with author and link
mirror-reposts-boost = Only as a boost
mirror-visibility = Who sees the posts
mirror-language = Language of posts that do not tell theirs
mirror-without = Without
mirror-without-lines = Leave out posts with one of these words or #tags, one a line
mirror-sensitive = Hide all media until asked for
mirror-handle-taken = The handle @{ $handle } is taken; choose another.
mirror-no-handle = No handle can be made from the name “{ $name }”; choose one.
mirror-busy = It is being read just now; look again in a few minutes.
mirror-no-x = X cannot be read here: set x_bearer_token to your app’s token from X’s developer console.
mirror-name = Name
mirror-reads = Reads
mirror-has = Has
mirror-readings = Readings
mirror-progress = { $done } of { $total } are read.
mirror-done = { $n ->
    [one] One is read.
   *[other] { $n } are read.
}
mirror-refresh = Read now
mirror-pause = Pause
mirror-resume = Resume
mirror-pause-how = Paused, its source is not read. What is here stays, and can be followed.
mirror-resume-how = Resumed, its source is read again. What was written meanwhile is taken in and not pushed.
mirror-remove = Remove this mirror
mirror-remove-how = { $n ->
    [one] This ends it for good: its posts go, here and on every server that knows it, its one follower loses it, its address answers that it is gone, and its handle is not used again.
   *[other] This ends it for good: its posts go, here and on every server that knows it, its { $n } followers lose it, its address answers that it is gone, and its handle is not used again.
}
mirror-remove-why = Why, as its page will say
mirror-remove-confirm = Write its handle, { $handle }, to go on
mirror-remove-wrong = Nothing was removed: that is not its handle, { $handle }.
said-mirror-added = It is here now and can be followed. It is being read; look again in a while.
said-mirror-looking = The source takes its time and is still being looked at. The mirror appears here when it can be read; if it cannot, the record says why.
said-mirror-read = It was read.
said-mirror-reading = It is being read; look again in a while.
said-mirror-removed = It is removed. The servers that know it are being told.
deed-mirror-added = added
deed-mirror-not-added = could not add
deed-mirror-paused = paused
deed-mirror-resumed = resumed
deed-mirror-refreshed = had read
deed-mirror-removed = removed
deed-route-added = made
deed-route-changed = changed what goes by
deed-route-paused = paused
deed-route-resumed = resumed
deed-route-removed = removed
routes-how = What is posted in one place is published at another. Each route has its own rules for what goes on, and how.
routes-none = There are none yet.
routes-more = More routes
route-goes-to = to
route-active = carries
route-paused = paused
route-unread = Where it begins cannot be read:
route-lately = Within a week:
route-published = { $n ->
    [one] { $n } published
   *[other] { $n } published
}
route-skipped = { $n ->
    [one] { $n } skipped
   *[other] { $n } skipped
}
route-failed = { $n ->
    [one] { $n } failed or missed
   *[other] { $n } failed or missed
}
route-waiting = { $n ->
    [one] { $n } waits
   *[other] { $n } wait
}
route-make = Make a route
route-make-how = It carries what is posted from now on. What a route would make of past posts can be tried before anything is published: pause it, and try it.
route-no-accounts = Connect an account first, to publish to.
route-from = From
route-from-feed = A feed
route-feed = Address of the feed, where it begins at one
route-to = To
route-no-end = Choose where the route begins, and where it ends.
route-no-feed = Write the address of a feed there; accounts are chosen above.
route-slow = That took too long. Try again in a moment.
route-no-number = “{ $words }” is no number.
route-quiet-wrong = Write the quiet hours like 22:00 and 07:00.
route-makes = What becomes of its posts
route-makes-publications = they are published
route-makes-drafts = they become drafts at the Desk, for somebody to review
route-replies = Replies
route-replies-own = The account’s own threads
route-replies-all = Threads, and answers to others with a link to what they answer
route-left = They stay
route-kept = As it is set now
route-reposts = Reposts
route-reposts-link = A repost where the original is there, else its words with author and link
route-reposts-boost = Only as a repost
route-quotes = Quotations of what is not there
route-quotes-link = The own words, what is quoted, and a link
route-visibility = Who sees the posts
route-warnings = Content warnings, where the network knows none
route-warnings-usual = As usual: a link on X, a line on Bluesky
route-warnings-link = The warning, and a link to the original
route-warnings-line = The warning as the first line
route-sensitive-media = Sensitive media, where the network cannot mark them
route-media-link = A link to the original in their place
route-media-unmarked = They are carried unmarked
route-over-long = Words beyond the limit of one post
route-thread = A thread
route-cut = One post, cut, with a link to the original
route-attribution = What tells where a post comes from
route-attribution-link = A link to the original
route-attribution-via = A line “via @account@server”
route-edits = After an edit at the source
route-edits-edit = An edit, where the network allows it
route-edits-again = The post is deleted and published anew; answers to it are lost
route-edits-note = An edit where the network allows it, else an answer that says how it reads now
route-deletes = After a deletion at the source
route-deletes-follow = It is deleted there too
route-deletes-leave = It stays there
route-no-unlisted = Leave posts that are unlisted at their source
route-sensitive = Take all media for sensitive
route-no-mentions = Mention nobody: write every mention as words
route-keep-stray-links = Leave words such as main.rs to X, which makes links of them and takes the price of a link
route-keep-tracking = Leave parameters such as utm_source in links
route-with = Only with
route-without = Without
route-with-lines = Only posts with one of these: words, #tag, lang:de or cw, one a line
route-without-lines = No posts with one of these, one a line
route-opt-out-lines = Marks by which an author keeps a single post from going on, one a line
route-footer = Words after every post
route-pace = When
route-delay = Seconds to wait; deleted meanwhile, a post never goes on
route-a-day = Most posts a day
route-quiet = Quiet hours
route-brake = Pauses by itself at posts/minutes
route-brake-posts = Pause it at so many posts
route-brake-minutes = within so many minutes
route-old-posts = Carry so many posts from before, too
route-usual = The usual rules
route-since = Carries what was posted since
route-try = Try it on past posts
route-tried = What would become of the last posts
route-tried-how = Nothing of this is published.
route-tried-none = There are no past posts to try.
route-would-stay = It would stay:
route-pause = Pause
route-resume = Resume with what is held
route-resume-without = Resume without it
route-change = Change what goes on
route-change-how = It holds for what is posted from now on.
route-remove = Remove this route
route-remove-how = Nothing more goes by it. What it published stays.
said-route-made = The route is made.
said-route-removed = The route is removed. What it published stays.
ledger-how = What metered calls have used and cost. Every call is reserved here before it is made. Everybody can read the shares, without sums:
ledger-access = Access to X: { $access }. As of
ledger-alarms = What is short
ledger-grave = Calls are refused:
ledger-unmetered = Nothing metered has been called yet.
ledger-month = The month { $month }
ledger-what = What
ledger-much = How much
ledger-none = none
ledger-budget = Granted
ledger-spent = Spent
ledger-reserved = Reserved
ledger-left = Left
ledger-share = Share used
ledger-forecast = Forecast for its end
ledger-posts = Posts read, of those that X allows
ledger-of = { $part } of { $whole }
ledger-open = Reservations that are open
ledger-paced = Mirrors that anyone asked for wait until
ledger-half = Half of the posts of a day were read within
ledger-most = 95 of a hundred within
ledger-half-short = Half within
ledger-most-short = 95 % within
ledger-holds = Credentials that make no calls for now
ledger-until = until
ledger-windows = This quarter of an hour
ledger-no-windows = X was not asked in the last quarter of an hour.
ledger-credential = Credential
ledger-call = Call
ledger-used = Used
ledger-credentials = What each account costs
ledger-when = When
ledger-this-month = this month
ledger-today = today
ledger-calls = Calls
ledger-failed = Failed
ledger-charged-posts = Posts
ledger-charged-accounts = Accounts
ledger-cost = Cost
ledger-days = Day by day
ledger-plan = How the mirrored accounts of X are read, and what that takes, is told at the command line:

## Settings
settings-how = What this server is set to, and where that is said. It is changed there, and holds from the next start; the command line counts over the environment, and that over the file. Secrets are not shown.
brake-all = Emergency brake for all accounts
brake-all-how = Stops at once everything that is to go out to any account, from the Desk and by routes. Reading goes on, mirrors too, and what is published can be deleted.
brake-all-pull = Stop everything
brake-all-pulled = { $who } has stopped everything,
brake-all-then = When it is released, what was due meanwhile and is still in time goes out; the rest is missed. Brakes and pauses of single accounts and routes stay as they are.
brake-all-release = Let everything go on
said-all-stopped = Everything is stopped.
said-all-goes-on = Everything goes on.
doctor = Is everything well?
doctor-how = Looks at address, database, media, WebFinger, clock, sources and metered calls, as others see them, and says what to do. It takes a moment.
doctor-look = Look now
doctor-slow = That takes longer, or somebody looks just now. Try again in a while, or run mimus doctor on the server.
doctor-well = well
doctor-mind = mind
doctor-ill = ill
settings-server = This server
settings-desk = Signing in and mail
settings-x = X and its budget
settings-bounds = Bounds
settings-storage = Where things are kept
settings-node = This node
setting-hidden = set, and not shown
setting-unset = not set
setting-from-command-line = from the command line: { $flag }
setting-from-environment = from the environment: { $variable }
setting-from-file = from the file { $path }
setting-from-default = the default
nodes = Nodes at work
nodes-how = The processes that share this database and were heard of within seconds.
node-since = since
setting-public-url = The address under which the world reaches this server; part of every mirror’s name
setting-listen = The address and port that it listens on
setting-data = The folder for database and media
setting-database-url = The database
setting-allow-private-addresses = Whether private addresses are asked: for tests and closed networks only
setting-authorized-fetch = Whether ActivityPub documents are given to signed requests only
setting-inbox-rate = Requests a minute that one server may send
setting-name = What this place is called
setting-description = What it says of itself
setting-operator = Who runs it, as mirrors say
setting-operator-url = Where they are on the web
setting-contact = How to reach them
setting-source-code = Where the source code of what runs here is
setting-media-budget-mib = Mebibytes of media above which those that can be had again are let go
setting-media-file-mib = Mebibytes of one media file
setting-roles = What this node does
setting-log = What is logged
setting-log-format = How it is logged
setting-secret-key-file = The key that seals the credentials of accounts; without it, secret.key in the data folder
setting-oidc-issuer = Another server by which people sign in
setting-oidc-name = What people call it
setting-oidc-client-id = By what it knows this server
setting-oidc-client-secret-file = The file with the secret that it gave
setting-oidc-kind = How it speaks
setting-smtp-url = The mail server that digests go by
setting-smtp-from = Where mail comes from
setting-x-base-url = Where X’s API is
setting-x-bearer-token = The token of your app on X; without it X is not read
setting-x-client-id = Under which name your app connects accounts on X
setting-x-client-secret = Its secret, where it has one
setting-x-owner = The account on X that the app belongs to, whose own posts cost less
setting-x-consumer-secret = By which X and this server’s webhook prove themselves to each other
setting-x-activity = Whether X is asked to send what accounts do
setting-x-lists = Whether accounts may be put on lists of a connected account
setting-x-unfollowed-days = Days for which a mirror of X is read that nobody follows; 0 for ever
setting-x-mirrors = Who may add mirrors of X
setting-x-open-per-day = Mirrors of X that are made in a day without a keeper’s decision
setting-x-open-per-server = Those of them that one server may ask for
setting-x-budget = Dollars that calls to X may cost in a month
setting-x-budget-warn = At how many percent of it an alarm is raised

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
## Errors and checks
e-broken = Something went wrong here. Try again in a moment.
e-not-found = There is no such thing here, or it is not yours to see.
e-may-not-read = You have no role for this account.
e-may-not-propose = You may not propose for this account.
e-may-not-comment = You may not comment here.
e-may-not-edit = This draft is somebody else’s; editors and publishers may change it.
e-may-not-review = Only reviewers of all accounts that it goes to may rule on it.
e-may-not-publish = Only publishers may schedule, publish and take back.
e-may-not-brake = Only publishers and reviewers may pull the brake.
e-may-not-engage = Only engagers and publishers may answer.
e-may-not-keep = Only keepers may do this.
e-scope = The token has no scope { $scope }. Ask with one that has.
e-not-connected = Account { $account } is not connected.
e-state = This is not done to a draft as it stands: { $state }.
e-changed = It was changed meanwhile. Look at what it says now, then decide.
e-blocked = The charter does not let it out: { $why }
e-refused = A reviewer has refused what it says. Change it, or ask them.
e-own-words = Who wrote it, or wrote last, is not its reviewer. Somebody else must look.
e-no-reason = Say why: the reason goes with the refusal.
e-stopped = The template is stopped: { $why }. Save it anew first.
e-link = This link has been used or has run out. Ask for another.
e-wrong = Name or password is wrong.
e-code = This code is not good, or not any more. Take the next one that your device shows.
e-too-late = Signing in took too long. Begin again.
e-other-key = This was sealed with another key, or for something else. Begin again, or ask a keeper for a new link.
e-no-mail = This server sends no mail. Its operator can set smtp_url and smtp_from.
e-not-by-hand = There is nothing to do by hand for it. Look at how it stands.
e-password = A password has 12 to 200 characters. Four words in a row are a good one.
e-name = A name has 2 to 40 letters, digits, dots or dashes, and begins with a letter.
e-name-taken = The name { $name } is somebody’s already.
e-wants-code-off = A code is asked for already. Turn that off first.
e-wants-fewer-webhooks = There are 50 webhooks. Remove one first.
e-wants-fewer-templates = There are 500 templates. Remove one first.
e-wants-fewer-tokens = You have 50 tokens. End one that is not used any more.
e-wants-fewer-identities = You have ten of these already. Remove one first.
e-wants-template-name = A template needs a name, of at most 100 letters.
e-wants-template-accounts = Choose at least one account that its drafts go to.
e-wants-template-words = Write what its drafts are to say.
e-wants-confirmed-address = Confirm your address first: a link was sent to it.
e-wants-token-name = Give the token a name, so that you know later what it is for.
e-wants-token-scopes = Choose at least one thing that the token allows.
e-wants-another-keeper = Nobody lets themselves go. Another keeper can.
e-wants-accounts = Choose at least one account that it goes to.
e-wants-words = Write what is to be said.
e-wants-description = Write what it shows.
e-wants-comment = Write what you have to say.
e-language = “{ $tag }” is no language. Write it like en or pt-BR.
e-slot = “{ $line }” is no slot. Write days and a time, such as “Mon-Fri 09:30” or “Sat, Sun 11:00”.
e-slots-many = At most 100 slots are kept.
e-weekdays = Choose at least one day of the week.
e-month-day = { $day } is no day of a month. Choose 1 to 31.
e-nth = A month has no weekday number { $nth }. Choose the first to the fifth, or the last.
e-lead = A draft is made at most { $most } hours before its time, not { $hours }.
e-zone = “{ $zone }” is no time zone. Write one like Europe/Berlin or UTC.
e-hour = { $hour } o’clock in “{ $zone }” is no time. Write an hour from 0 to 23, and a zone like Europe/Berlin or UTC.
e-time = “{ $time }” is no time. Write it like 2026-11-23T18:30.
e-no-time = Choose a time.
e-time-of-day = Write the time of day like 09:00.
e-quiet-hours = Write the quiet hours like 22:00 and 07:00.
e-slot-days = The days of a slot are 1 for Monday to 7 for Sunday.
e-topic = Write a topic as its warning, a colon, and the words by which it is known: “War: war, air raid”.
e-alt-text = “{ $line }” is no alt text in another language. Write a line like “de: Ein Turm am Hafen”.
e-post-address = “{ $address }” is no address of a post.
e-window = It may go out from a time until a later one.
e-window-over = Its window is over, and its approvals with it. Choose another.
e-time-over = That time is over. Choose a later one.
e-too-far = That is more than a year ahead. Choose an earlier time.
e-outside-window = That is outside of the window that was approved.
e-no-slot = The accounts have no slots, or none that is free on all. Set some, or choose a time.
e-token-over = The token would have ended already. Choose a later time.
e-token-long = A token is good for a year at most. Choose an earlier end.
e-token-of-token = The token that asks ends on { $time }, and so does what it makes.
e-already-connected = { $account } is connected already.
e-handle-x = The handle is a name on X, such as wikipedia.
e-handle-mastodon = The handle is name@server, such as town@social.example.
e-handle-bluesky = The handle is a name on Bluesky, such as town.bsky.social.
e-handle-elsewhere = The name has 1 to 100 characters and no spaces, such as announce-list.
e-handle-none = Nothing is published to feeds and archives.
e-nothing-to-try = The publication stands so: { $state }. Only one that waits, failed, is there in part or is not known can be tried again.
e-nothing-to-settle = It is known what became of the publication. There is nothing to settle.
e-nothing-to-delete = The publication is deleted already, or is to be.
e-address = That is no address.
e-address-none = “{ $address }” is no address of a page. It begins with https://.
e-address-scheme = “{ $address }” leads to no page: write http or https.
e-address-password = The address of { $address } carries a name or password. Leave it out.
e-address-long = An address has at most { $most } letters.
e-address-not-allowed = That address may not be asked: it is none of the public web.
e-address-elsewhere = The link is one at { $wanted }; this one is at { $found }.
e-address-taken = { $address } is that of another publication. Give the link of this one.
e-address-missing = Give the link at which it stands there.
e-address-mail = “{ $address }” is no mail address. Write one like ana@example.org.
e-not-sent = The letter could not be sent. The mail server says: { $why }
e-media-kind = This is no picture, film or sound of a kind that is kept: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A.
e-media-large = The file is larger than the { $most } MiB that are kept.
e-media-broken = The picture cannot be read.
e-media-unread = The file could not be read. Send it again.
e-media-folder = The file could not be kept. Try again in a moment.
e-media-gone = A medium of it is not here. Upload it again.
e-too-long = { $what }: { $lengths }.
e-lengths = { $length } characters; at most { $most } are kept
e-too-many = { $what }: a draft has at most { $most }.
piece-text = The text
piece-version = A version
piece-warning = The content warning
piece-alt = An alt text
piece-author = An author
piece-licence = A licence
piece-source = A source
piece-media = Media
piece-options = Options of a poll
piece-option = An option of the poll
piece-other = A part of it
e-poll = A poll needs at least two different options, none of them empty, and 5 minutes to 30 days.
e-identity-other = This answer belongs to no question of the last ten minutes. Begin again.
e-identity-unknown = Nobody here signs in as { $name } of { $issuer }. Sign in otherwise, and add it on your own page first.
e-identity-taken = { $name } is added to somebody else here already.
e-issuer-unreachable = { $issuer } cannot be asked just now. Try again in a moment. ({ $why })
e-issuer-denied = { $issuer } says no: { $why }
e-issuer-unusable = What { $issuer } sent cannot be used: { $why }
e-no-app = This server has no app on X. Its operator sets x_client_id to the OAuth 2.0 client id of one.
e-connect-other = This answer belongs to no question of the last twenty minutes. Begin again.
e-wants-why-stop = Say why everything is to stop: the record keeps it.
e-wants-new-passkey = This passkey is known here already.
e-wants-fewer-passkeys = You have ten passkeys already. Remove one first.
e-wants-fewer-servers = People of too many servers were added today. Try tomorrow.
e-published-there = It is published on an account that you leave out. Ask for its deletion first.
e-fediverse-handle = Write your handle, such as @ana@social.example, or your server’s name.
e-no-tls = The server has no TLS: its address must begin with https.
e-unknown-passkey = Nobody here signs in by this passkey. Sign in otherwise, and add it on your own page.
e-no-passkeys = There are no passkeys at this address: browsers want a name and TLS.
e-device-unreadable = What your device sent cannot be read. Try again, or with another device.
e-device-other-deed = Your device answered another kind of question. Try again.
e-device-other-challenge = Your device answered another question. Try again.
e-device-other-site = Your device was asked by another site. Open this server at its own address, and try again.
e-device-nobody = Your device did not see that anybody was there. Try again.
e-device-not-verified = Your device did not make sure that it was you. Set a PIN or a fingerprint on it, and try again.
e-device-key = Your device made a key of a kind that is not known here. Try another device.
e-device-attestation = Your device sent a statement that nobody asked for. Try another device.
e-device-signature = This is not signed by that passkey. Try again.
e-device-counted-back = This passkey has signed less often than before, as a copy of it would have. Sign in otherwise, and remove it.
e-identity-no-server = Nobody here signs in by { $server }. Sign in otherwise, and add your account there on your own page first.
e-identity-server = { $server } does not say who you are: { $why }
e-not-from-afar = From here a mirror reads feed:https://… or x:HANDLE. Archives and files are added on the server: mimus mirror add archive:FILE
e-route-of-the-desk = This route is the Desk’s own way to its account. It goes when the account is disconnected.
e-route-by-hand = { $account } is published to by hand: a route can only make drafts for it.
e-route-circle = A route from { $account } to itself would go round for ever.
e-route-twice = Route { $route } goes the same way already.
e-route-policy = The route cannot be kept like this: { $why }
e-network = The network did not do it. It says: { $why }
e-by-hand = { $account } is published to by hand: there are no credentials to use. To connect it, disconnect it first.
e-not-asked = Nobody has asked for @{ $name } of X.
e-no-credentials = X cannot be read here without credentials. The server’s operator sets x_bearer_token.
e-mirrored = It is mirrored here already, as @{ $name }.
e-mirror-denied = A rule says that it is not mirrored here.
e-mirror-denied-why = A rule says that it is not mirrored here: { $why }
e-mirror-removed = The mirror @{ $name } was removed. Remote servers remember that, so its name is not used again.
e-handle-taken = The handle @{ $name } is taken.
e-mirror-busy = @{ $name } is being read just now. Try again in a few minutes.
e-mirror = The mirror could not be made. The server says: { $why }
f-not-found = There is nothing at this address.
f-method = This address does not take that kind of request.
f-mirror-gone = This mirror has been removed. Its posts are no longer here.
f-post-gone = This post has been removed.
f-too-often = Too many ask just now. Try again in a minute.
f-slow = That took too long. Try again in a moment.
f-unavailable = This server cannot do that just now. Try again in a minute.
f-title-not-found = Not found
f-title-method = Not allowed
f-title-gone = Gone
f-title-bad = That did not work
f-title-unsigned = A signature is needed
f-title-refused = Not taken in
f-title-not-now = Not just now
f-title-broken = Something went wrong
f-to-desk = To the Desk
rule-fits = What the network takes
rule-quiet = Quiet hours
rule-a-day = Posts of a day
rule-said-before = Nothing said twice
c-no-alt = Medium { $number } has no alt text. Say what it shows, to those who do not see it.
c-unwarned = It speaks of what this account warns of. Write “{ $warning }” as a content warning.
c-run-together = #{ $tag } may be several words. Begin each with a capital, as in #WikiLovesMonuments.
c-in-disguise = “{ $words }” is not made of letters. Write “{ $plain }”.
c-stranger = @{ $name } is not in the directory. Look whether that is who is meant.
c-no-language = No language is set. Set it, for screen readers and for those who filter by it.
c-other-language = It is in { $language }, and here is spoken: { $spoken }.
c-empty = It says nothing yet.
c-not-taken = { $network } would not take it: { $why }
c-said-before = The same words were published there on { $day }.
c-quiet = Nothing goes out in the quiet hours. Choose another time.
c-too-many = Within 12 hours of it go out already: { $others }. Agreed on a day: { $most }.
w-cut = Too long for one post: cut, with a link to the original.
w-alt-cut = The alt text of medium { $number } is cut at { $most } characters.
w-medium-linked = Medium { $number } cannot be carried: a link to the original stands for it.
w-medium-lost = Medium { $number } cannot be carried, and there is no address to link to.
w-sensitive-linked = Sensitive media cannot be marked there: a link to the original stands for them.
w-sensitive-unmarked = Sensitive media cannot be marked there and go unmarked.
w-warning-in-text = That network knows no content warning: it stands above the words.
w-warning-linked = That network knows no content warning: it goes alone, with a link to the original.
w-warning-cut = The content warning is too long and cut.
w-quote-as-text = The quotation cannot be one there: it stands in the text.
w-poll-as-text = The poll cannot be one there: it stands in the text.
w-reply-unknown = What it answers is not there.
w-repost-as-text = What it boosts is not there: its words and link stand for it.
w-stray-link = That network would make a link of “{ $words }”: an invisible character keeps it words.
w-listed = It is unlisted, which that network does not know: it is public there.
s-empty = there is nothing to read or see.
s-reply = it is a reply, which the account leaves out.
s-repost = it is a boost, which the account leaves out.
s-repost-not-there = what it boosts is not there.
s-quote = what it quotes is not there.
s-filtered = it holds “{ $word }”, which is kept out.
s-unwanted = it holds none of what is asked for.
s-opted-out = it holds { $mark }, by which it is kept from there.
s-only-mentions = it has only mentions and no words.
s-unlisted = it is unlisted, and only what is public goes there.
s-warned = it has a content warning, which that network does not know.
s-warned-without-address = only its content warning could go there, and there is no address to lead to.
s-nothing-left = nothing of it can be shown there, and it has no address to lead to.
e-not-approved = { $n ->
    [one] One more must approve of it first.
   *[other] { $n } more must approve of it first.
}
e-wait = { $n ->
    [one] Too many tries were wrong. Try again in a minute.
   *[other] Too many tries were wrong. Try again in { $n } minutes.
}
c-bullets = { $n ->
    [one] A line begins with an emoji, whose name is read out each time. Begin it with a word.
   *[other] { $n } lines begin with an emoji, whose name is read out each time. Begin them with a word.
}
w-split = { $n ->
    [one] It fits in one post.
   *[other] It is more than one post holds: a thread of { $n }.
}
w-poll-time = { $n ->
    [one] The poll is open for one minute there.
   *[other] The poll is open for { $n } minutes there.
}

## Servers, requests, connecting accounts
servers-how = Every server with a follower here, and how deliveries to it fare. One that fails is tried again by itself, ever later, up to every twelve hours; after thirty days it is retired.
server-well = well
server-failing = failing
server-retired = retired
server-deliveries = deliveries that wait
servers-oldest = What waits longest was written on
servers-which = Which servers
servers-failing = Failing
servers-retired = Retired
server-taken = taken: { $number }
server-refused = refused: { $number }
server-failed = failed: { $number }
server-last = Last delivery:
server-never = never
server-next = Next try:
server-retry = Try now
server-again = Deliver again
server-retire = Retire
server-retire-how = Nothing more is delivered to it, and its followers are let go.
servers-more = More servers
servers-nodes = Nodes at work
requests-title = Mirrors that people ask for
requests-how = X’s terms forbid passing on the posts of others without their leave: accept what is yours or agreed to.
request-first = first by { $name }
request-accept = Accept
request-why = Why, as whoever asks may read it
accounts-title = Connected accounts
accounts-how = Accounts of your own, between which routes carry posts. Their credentials are sealed here, are looked at every day, and are shown to nobody.
account-on-x = on X
account-at = at { $host }
account-takes = takes { $most } characters and { $pictures } a post
account-checked = Looked at
account-anew = Connect anew
account-disconnect = Disconnect
account-disconnect-how = Its credentials are given back and forgotten, and its routes are paused. What was published stays.
account-connect = Connect an account
account-where = On the fediverse: its handle, or its server
account-connect-x = Connect an account on X
account-x-how = For accounts on X, the server’s operator names an app in this setting:
connect-title = Give leave at { $host }
connect-how = You are sent to { $host }. Sign in there as the account that is to be connected, and allow { $site } what it asks for.
connect-asks = It asks for no more than it needs: to see who the account is, to read its posts, and to publish, change and delete posts with their media. It asks for no messages, no followers and no settings.
connect-go = Go on to { $host }
connect-back = Back to the accounts
account-said-connected = { $account } is connected.
account-said-disconnected = { $account } is disconnected here, but its network could not be told ({ $why }). Take the leave back in the account’s own settings.
server-followers = { $n ->
    [one] { $n } follower
   *[other] { $n } followers
}
server-waiting = { $n ->
    [one] { $n } delivery waits
   *[other] { $n } deliveries wait
}
requests-waiting = { $n ->
    [one] One request waits.
   *[other] { $n } requests wait.
}
request-asked = { $n ->
    [one] Asked for once
   *[other] Asked for { $n } times
}
account-routes = { $n ->
    [one] { $n } route
   *[other] { $n } routes
}
account-pictures = { $n ->
    [one] { $n } picture
   *[other] { $n } pictures
}
