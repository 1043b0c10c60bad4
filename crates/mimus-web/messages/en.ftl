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
