//! Carrying the plan out.

mod listed;
mod push;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_networks::x::limits::WINDOW;
use mimus_networks::x::plan::{Asked, Look, Plan, Rule, Way, after_gap};
use mimus_networks::x::{Answer, Endpoint, MeteredX};
use mimus_store::StoreError;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use super::arrive::{self, Waiting};
use super::listen::{self, Heard, Wanted};
use super::roster::{PREFIX, Roster, With};
use super::{LOOK, duty, lists, look, profiles, subscribe, sweep};
use crate::Engine;
use crate::ledger::STREAM_CLOSED;
use listed::{Listed, Looked};
use push::Push;

/// Time between two plans; a change of who is mirrored makes a new one at once.
const REPLAN: Duration = Duration::from_secs(3_600);
/// After this time without a stream its accounts are looked at until it is open again.
const WITHOUT_STREAM: Duration = Duration::from_secs(30);
/// Every account's timeline is looked at this often, however it is read otherwise: what another way missed is found, and what
/// became of the account. Without news it costs nothing.
const CHECK: SignedDuration = SignedDuration::from_hours(24);
/// What a look may not see yet of what was just written.
const MARGIN: SignedDuration = SignedDuration::from_secs(20);
/// How often who is mirrored is read whole, with when each was last looked at.
const REREAD: Duration = Duration::from_secs(5 * 60);
/// Calls in a window that are made even where the plan foresees none: to fill a gap, to look once a day.
const LEAST_CALLS: u32 = 20;
/// Looks that are under way at once.
const AT_ONCE: usize = 4;
/// Looks that wait at most before more of a gap is looked into.
const A_TICK: usize = 40;
/// How long an account is taken to be covered without a look after a start, at most.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(6 * 24);
/// Until when everything was covered when it was last written down.
const COVERED: &str = "x_covered_until";

/// What is read and how far.
struct Collector<'a> {
    engine: &'a Engine,
    x: &'a MeteredX,
    roster: Roster,
    plan: Plan,
    planned_at: Instant,
    /// Until when every post of an account is known.
    covered: BTreeMap<u64, Timestamp>,
    /// When each search and timeline of the plan is due.
    due: BTreeMap<Job, Instant>,
    /// Looks to fill a gap of the stream.
    gaps: VecDeque<Look>,
    /// Accounts whose gap is not filled yet.
    left_over: BTreeSet<u64>,
    waiting: Vec<Waiting>,
    /// The rules that the listener is to keep.
    rules: Vec<Rule>,
    /// Who was mirrored when that was last looked at, and when it was last read whole.
    mark: (u64, i64),
    read_at: Instant,
    /// Calls in the window that is open, by endpoint.
    calls: BTreeMap<Endpoint, (Instant, u32)>,
    /// Looks that are to be begun, and those under way.
    queue: VecDeque<(Look, Asked)>,
    running: JoinSet<Done>,
    open: bool,
    /// Since when there is no stream.
    closed_at: Instant,
    /// Whether the plan does without it.
    without_stream: bool,
    push: Push,
    /// The accounts that their own tokens read, as the plan knows them.
    own: BTreeSet<u64>,
    listed: Listed,
}

/// Something of the plan that is done again and again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Job {
    Search(usize),
    Timeline(u64),
    List(u64),
}

/// Reads X until the duty is lost or it is time to stop.
pub(super) async fn collect(engine: &Engine, x: &MeteredX) {
    let (wanted, rules) = watch::channel(Wanted::default());
    let (said, mut heard) = mpsc::channel(64);
    let listener = tokio::spawn(listen::listen(x.clone(), rules, said));
    // They end with this.
    let mut beside = JoinSet::new();
    beside.spawn(sweep::run(engine.clone(), x.clone()));
    beside.spawn(profiles::run(engine.clone(), x.clone()));
    let (subscribed, subscriptions) = watch::channel(None);
    let (tells, mut told) = mpsc::channel(4);
    let mut events = engine.activity.open();
    if let Some(webhook) = engine.activity.webhook() {
        tokio::spawn(subscribe::keep(x.clone(), webhook.clone(), subscriptions, tells));
    } else if engine.activity.ends() {
        tokio::spawn(subscribe::end(x.clone()));
    }
    let (lists_wanted, lists_to_keep) = watch::channel(None);
    let (lists_tell, mut lists_told) = mpsc::channel(4);
    let keeper = tokio::spawn(lists::keep(engine.clone(), lists_to_keep, lists_tell));
    let listed = Listed::new(engine.limits.x_lists, lists_wanted);
    let Ok(mut collector) = Collector::start(engine, x, subscribed, listed).await.inspect_err(|error| {
        tracing::error!(%error, "what is mirrored of X is not known");
    }) else {
        listener.abort();
        return;
    };
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looked = Instant::now();
    if engine.activity.webhook().is_some() || engine.limits.x_lists {
        collector.replan().await;
    }
    collector.tell(&wanted);
    loop {
        tokio::select! {
            () = engine.wake.stopped() => break,
            what = heard.recv() => match what {
                Some(what) => collector.hear(what).await,
                None => break,
            },
            Some(body) = events.recv() => collector.event(body).await,
            Some(how) = told.recv() => {
                collector.pushed(how).await;
                collector.tell(&wanted);
            }
            Some(lists) = lists_told.recv() => {
                collector.lists_stand(lists).await;
                collector.tell(&wanted);
            }
            Some(done) = collector.running.join_next() => {
                if let Ok(done) = done {
                    collector.finish(done).await;
                }
                collector.begin();
            }
            _ = tick.tick() => {
                if looked.elapsed() >= LOOK {
                    looked = Instant::now();
                    if !matches!(duty(engine).await, Ok(true)) {
                        tracing::warn!("another node reads X now");
                        break;
                    }
                    collector.review().await;
                    collector.tell(&wanted);
                }
                collector.work().await;
            }
        }
    }
    drop(beside);
    // The listener pays for what has come and ends by itself when nobody listens.
    drop((wanted, heard));
    let _ = tokio::time::timeout(Duration::from_secs(2), listener).await;
    // So does who keeps the lists, once the change that is under way is remembered.
    drop((collector, lists_told));
    let _ = tokio::time::timeout(Duration::from_secs(2), keeper).await;
}

impl<'a> Collector<'a> {
    async fn start(
        engine: &'a Engine,
        x: &'a MeteredX,
        subscribed: watch::Sender<Option<BTreeSet<u64>>>,
        listed: Listed,
    ) -> Result<Self, StoreError> {
        let roster = Roster::read(engine).await?;
        let plan = roster.plan(engine, None, With { stream: true, activity: false, lists: false }).await?;
        let now = engine.clock.now();
        let kept: Option<Timestamp> = engine.store.setting(COVERED).await?.and_then(|at| at.parse().ok());
        let earliest = now.saturating_sub(LONGEST_GAP).unwrap_or(now);
        let mut collector = Self {
            engine,
            x,
            roster,
            plan,
            planned_at: Instant::now(),
            covered: BTreeMap::new(),
            due: BTreeMap::new(),
            gaps: VecDeque::new(),
            left_over: BTreeSet::new(),
            waiting: Vec::new(),
            rules: Vec::new(),
            mark: (0, 0),
            read_at: Instant::now(),
            calls: BTreeMap::new(),
            queue: VecDeque::new(),
            running: JoinSet::new(),
            open: false,
            closed_at: Instant::now(),
            without_stream: false,
            push: Push::new(engine.activity.webhook().is_some(), subscribed),
            own: BTreeSet::new(),
            listed,
        };
        collector.own = collector.roster.own();
        collector.rules.clone_from(&collector.plan.rules);
        let members: Vec<(u64, Option<Timestamp>)> =
            collector.roster.members.iter().map(|(id, member)| (*id, member.last_read_at)).collect();
        for (id, read_at) in members {
            let until = kept.max(read_at).unwrap_or(now);
            collector.covered.insert(id, until.max(earliest));
        }
        collector.schedule();
        Ok(collector)
    }

    /// Makes jobs of the plan; what was due before stays due.
    fn schedule(&mut self) {
        let now = Instant::now();
        let searches =
            self.plan.searches.iter().enumerate().map(|(n, search)| (Job::Search(n), search.every));
        let timelines = self.plan.timelines.iter().chain(&self.plan.own);
        let timelines = timelines.map(|line| (Job::Timeline(line.account), line.every));
        let jobs: Vec<(Job, Duration)> =
            self.list_jobs().into_iter().chain(searches).chain(timelines).collect();
        let spread = jobs.len().max(1);
        let mut due = BTreeMap::new();
        for (n, (job, every)) in jobs.into_iter().enumerate() {
            // Spread over the first round, so that they do not all come at once ever after.
            let first = now + every.mul_f64(n as f64 / spread as f64);
            let before = self.due.get(&job).copied().unwrap_or(first);
            due.insert(job, before.min(first));
        }
        self.due = due;
    }

    /// Tells the listener what to match.
    fn tell(&self, wanted: &watch::Sender<Wanted>) {
        let rules: Vec<String> = self.rules.iter().map(Rule::value).collect();
        let accounts: Vec<u64> = self.rules.iter().flat_map(|rule| rule.accounts.clone()).collect();
        let all_owned = !accounts.is_empty()
            && accounts.iter().all(|id| self.roster.behalf(&[*id]) == mimus_networks::x::Behalf::Owned);
        let now = Wanted { rules, owned: all_owned };
        wanted.send_if_modified(|before| {
            let changed = *before != now;
            *before = now;
            changed
        });
    }

    async fn hear(&mut self, what: Heard) {
        match what {
            Heard::Open => {
                tracing::info!(rules = self.rules.len(), "X's stream is open");
                metrics::gauge!("mimus_x_stream_open").set(1.0);
                self.open = true;
                self.say_closed("").await;
                if self.without_stream {
                    self.replan().await;
                }
                self.fill_gap();
            }
            Heard::Posts(answer) => self.take(*answer).await,
            Heard::Over(why) => {
                tracing::warn!(why, "X's stream is closed");
                metrics::gauge!("mimus_x_stream_open").set(0.0);
                metrics::counter!("mimus_x_stream_breaks_total").increment(1);
                self.cover_streamed();
                if self.open {
                    self.closed_at = Instant::now();
                }
                self.open = false;
                self.say_closed(&why).await;
            }
        }
    }

    /// Why the stream is closed, for the Ledger's page and alarms; nothing while it is open.
    async fn say_closed(&self, why: &str) {
        if let Err(error) = self.engine.store.set_setting(STREAM_CLOSED, why).await {
            tracing::error!(%error, "the state of X's stream could not be kept");
        }
    }

    fn streamed(&self) -> Vec<u64> {
        let of_stream = |way: &Way| matches!(way, Way::Stream { .. });
        self.plan.accounts.iter().filter(|(_, r)| of_stream(&r.way)).map(|(id, _)| *id).collect()
    }

    /// While the stream is open, what it matches is covered until a moment ago.
    fn cover_streamed(&mut self) {
        if !self.open {
            return;
        }
        self.cover(self.streamed());
    }

    /// So is whom X sends.
    fn cover_pushed(&mut self) {
        self.cover(self.push.covers().collect());
    }

    fn cover(&mut self, accounts: Vec<u64>) {
        let until = self.engine.clock.now().saturating_sub(MARGIN).unwrap_or(Timestamp::MIN);
        self.cover_until(accounts, until);
    }

    fn cover_until(&mut self, accounts: Vec<u64>, until: Timestamp) {
        for id in accounts {
            if !self.left_over.contains(&id)
                && let Some(covered) = self.covered.get_mut(&id)
            {
                *covered = until.max(*covered);
            }
        }
    }

    /// What was written while the stream was closed is looked for, who posts most first.
    fn fill_gap(&mut self) {
        let streamed = self.streamed();
        self.left_over.extend(streamed);
        let limits = self.engine.ledger.options().limits;
        let searches = limits.app_window(Endpoint::SearchRecent).unwrap_or(0) as usize / 10;
        self.gaps = after_gap(&self.plan, searches, limits.query_chars, &self.left_over).into();
    }

    async fn take(&mut self, answer: Answer) {
        let waiting = arrive::arrive(self.engine, self.x, &self.roster, answer).await;
        self.waiting.extend(waiting);
    }

    /// Looks who is mirrored, and plans anew where that changed or an hour is over.
    async fn review(&mut self) {
        let read = async {
            let mark = self.engine.store.watched_mark(PREFIX).await?;
            let same = mark == self.mark && self.read_at.elapsed() < REREAD;
            Ok::<_, StoreError>((mark, if same { None } else { Some(Roster::read(self.engine).await?) }))
        };
        let (mark, roster) = match read.await {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%error, "what is mirrored of X is not known");
                return;
            }
        };
        self.mark = mark;
        let roster = match roster {
            Some(roster) => {
                self.read_at = Instant::now();
                roster
            }
            None => std::mem::take(&mut self.roster),
        };
        let changed = self.covered.len() != roster.members.len()
            || roster.members.keys().any(|id| !self.covered.contains_key(id))
            || roster.own() != self.own;
        let now = self.engine.clock.now();
        for (id, member) in &roster.members {
            // A new one was read just now.
            self.covered.entry(*id).or_insert_with(|| member.last_read_at.unwrap_or(now));
        }
        self.covered.retain(|id, _| roster.members.contains_key(id));
        self.left_over.retain(|id| roster.members.contains_key(id));
        self.own = roster.own();
        self.roster = roster;
        self.tell_lists();
        let missed = !self.open && !self.without_stream && !self.rules.is_empty();
        if changed
            || self.planned_at.elapsed() >= REPLAN
            || (missed && self.closed_at.elapsed() >= WITHOUT_STREAM)
        {
            self.replan().await;
            if self.open && changed {
                self.fill_gap();
            }
        }
        self.cover_streamed();
        self.cover_pushed();
        if let Some(until) = self.covered.values().min()
            && let Err(error) = self.engine.store.set_setting(COVERED, &until.to_string()).await
        {
            tracing::error!(%error, "how far X was read could not be kept");
        }
        self.check();
        self.check_unlisted();
    }

    /// Plans anew: with the stream, or without it while it has been closed for a time.
    async fn replan(&mut self) {
        let without = !self.open && self.closed_at.elapsed() >= WITHOUT_STREAM;
        match self.new_plan(without).await {
            Ok((plan, without_stream)) => {
                if without_stream && !self.without_stream {
                    tracing::warn!("there is no stream from X: its accounts are looked at instead");
                }
                (self.plan, self.without_stream) = (plan, without_stream);
                self.planned_at = Instant::now();
                self.due.clear();
                self.schedule();
            }
            Err(error) => tracing::error!(%error, "no plan could be made for reading X"),
        }
    }

    /// A plan, and whether it does without the stream.
    async fn new_plan(&mut self, without: bool) -> Result<(Plan, bool), StoreError> {
        let with = self.with().await?;
        let (lists, without_as_well) = self.lists(with).await?;
        let with = With { lists, ..with };
        let plan = self.roster.plan(self.engine, Some(&self.plan), with).await?;
        self.rules.clone_from(&plan.rules);
        if !without || plan.rules.is_empty() {
            return Ok((plan, false));
        }
        let with = With { stream: false, lists: without_as_well, ..with };
        Ok((self.roster.plan(self.engine, None, with).await?, true))
    }

    /// Timelines that were not looked at for a day.
    fn check(&mut self) {
        let now = self.engine.clock.now();
        let old = |at: Option<Timestamp>| at.is_none_or(|at| now.duration_since(at) >= CHECK);
        let looks = self.gaps.iter().filter(|look| matches!(look, Look::Timeline(_))).count();
        let planned: BTreeSet<u64> = self.plan.timelines.iter().map(|line| line.account).collect();
        let unread = &self.plan.unread;
        let due = self.roster.members.iter().filter(|(id, member)| {
            old(member.last_read_at) && !planned.contains(id) && !unread.contains_key(id)
        });
        let due: Vec<Look> =
            due.map(|(id, _)| Look::Timeline(*id)).take(A_TICK.saturating_sub(looks)).collect();
        self.gaps.extend(due.into_iter().filter(|look| !self.gaps.contains(look)).collect::<Vec<_>>());
    }

    /// Does what is due.
    async fn work(&mut self) {
        for Waiting { account, answer } in std::mem::take(&mut self.waiting) {
            if self.roster.members.contains_key(&account) {
                self.take(answer).await;
            }
        }
        self.try_gone().await;
        let now = Instant::now();
        let jobs: Vec<Job> =
            self.due.iter().filter(|(_, at)| **at <= now).map(|(job, _)| job.clone()).collect();
        for job in jobs {
            let (look, asked, every) = match &job {
                Job::Search(n) => {
                    let Some(search) = self.plan.searches.get(*n) else { continue };
                    (Look::Search(search.accounts.clone()), search.asked, search.every)
                }
                Job::Timeline(account) => {
                    let mut lines = self.plan.timelines.iter().chain(&self.plan.own);
                    let line = lines.find(|line| line.account == *account);
                    let Some(line) = line else { continue };
                    (Look::Timeline(*account), Asked::Posts, line.every)
                }
                Job::List(list) => {
                    let Some((every, _)) = self.list_pace() else { continue };
                    self.look_at_list(*list);
                    self.due.insert(job, now + every);
                    continue;
                }
            };
            let job_look = (look, asked);
            if !self.queue.contains(&job_look) {
                self.queue.push_back(job_look);
            }
            self.due.insert(job, now + every);
        }
        let room = A_TICK.saturating_sub(self.queue.len()).min(self.gaps.len());
        let gaps = self.gaps.drain(..room).map(|look| (look, Asked::Posts));
        self.queue.extend(gaps);
        self.begin();
    }

    /// The next look for whose call the plan has room in its window; the others wait for the next window.
    fn next(&mut self) -> Option<(Look, Asked)> {
        let by_itself = |look: &Look| matches!(look, Look::Timeline(account) if self.own.contains(account));
        // Its windows are its own.
        if let Some(at) = self.queue.iter().position(|(look, _)| by_itself(look)) {
            return self.queue.remove(at);
        }
        let of = |look: &Look| match look {
            Look::Timeline(_) => Endpoint::UserTweets,
            Look::Search(_) => Endpoint::SearchRecent,
        };
        for endpoint in [Endpoint::SearchRecent, Endpoint::UserTweets] {
            let Some(at) = self.queue.iter().position(|(look, _)| of(look) == endpoint) else { continue };
            if self.has_room(endpoint) {
                return self.queue.remove(at);
            }
        }
        None
    }

    /// Takes a call out of what the plan leaves of a window, where there is one.
    fn has_room(&mut self, endpoint: Endpoint) -> bool {
        let cap = self.plan.caps.get(&endpoint).copied().unwrap_or(LEAST_CALLS).max(LEAST_CALLS);
        let (opened, used) = self.calls.entry(endpoint).or_insert((Instant::now(), 0));
        if opened.elapsed() >= WINDOW {
            (*opened, *used) = (Instant::now(), 0);
        }
        let room = *used < cap;
        *used += u32::from(room);
        room
    }

    /// Begins looks, so many at once. They go on while the stream is listened to.
    fn begin(&mut self) {
        while self.running.len() < AT_ONCE
            && let Some((look, asked)) = self.next()
        {
            let (engine, x) = (self.engine.clone(), self.x.clone());
            let began = engine.clock.now();
            match look {
                Look::Timeline(account) => {
                    let Some(member) = self.roster.members.get(&account).cloned() else { continue };
                    let changed = self.push.changed.remove(&account);
                    self.running.spawn(async move {
                        let read = match member.own.filter(|_| !changed) {
                            Some(connected) => arrive::own(&engine, &x, &member, account, connected).await,
                            None => arrive::timeline(&engine, &x, &member, account, changed).await,
                        };
                        Done { accounts: vec![account], asked, began, came: read.then_some(None), list: None }
                    });
                }
                Look::Search(accounts) => {
                    let since = accounts.iter().filter_map(|id| self.covered.get(id)).min().copied();
                    let behalf = self.roster.behalf(&accounts);
                    self.running.spawn(async move {
                        let found = look::search(&x, behalf, &accounts, asked, since.unwrap_or(began)).await;
                        let came = found.inspect_err(|failure| {
                            tracing::debug!(%failure, "a search on X brought nothing");
                        });
                        Done { accounts, asked, began, came: came.ok().map(Some), list: None }
                    });
                }
            }
        }
    }

    async fn finish(&mut self, done: Done) {
        let Done { accounts, asked, began, came, list } = done;
        if let Some(looked) = list {
            self.listed(accounts, began, looked).await;
            return;
        }
        let Some(came) = came else {
            // The gap stays, and is looked into again.
            let open: Vec<u64> = accounts.into_iter().filter(|id| self.left_over.contains(id)).collect();
            if !open.is_empty() {
                self.gaps.push_back(Look::Search(open));
            }
            return;
        };
        if let Some(answer) = came {
            self.take(answer).await;
        }
        // Quotes alone do not cover an account.
        if asked == Asked::Posts {
            let until = began.saturating_sub(MARGIN).unwrap_or(began);
            for id in accounts {
                self.left_over.remove(&id);
                if let Some(covered) = self.covered.get_mut(&id) {
                    *covered = until.max(*covered);
                }
            }
        }
    }
}

/// What a look brought: `None` nothing as it failed, else posts to be recorded where it was a search.
struct Done {
    accounts: Vec<u64>,
    asked: Asked,
    began: Timestamp,
    came: Option<Option<Answer>>,
    /// The list that was looked at.
    list: Option<Looked>,
}

impl Done {
    fn of_list(accounts: Vec<u64>, began: Timestamp, looked: Looked) -> Self {
        Self { accounts, asked: Asked::Posts, began, came: None, list: Some(looked) }
    }
}
