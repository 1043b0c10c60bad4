//! Templates: kept by who may edit for all accounts that they go to, and made into drafts by hand or by their rhythm.

pub mod recur;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mimus_core::desk::{Content, Deed, Filling, Rhythm};
use mimus_store::{
    AccountId, DraftId, DraftState, Instance, NewEntry, NewTemplate, Person, Template, TemplateId, Window,
    Written,
};
use serde_json::json;

use super::drafts::{Intent, about as about_draft};
use super::{DeskError, Unusable, Wanting};
use crate::Engine;

/// Most templates.
const MOST: u64 = 500;
/// Most characters of a template's name.
const MAX_NAME: usize = 100;

/// A template as somebody wants it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateIntent {
    /// What it is called.
    pub name: String,
    /// What its drafts say; words such as `{date}` are filled in.
    pub content: Content,
    /// Where they go.
    pub accounts: Vec<AccountId>,
    /// When drafts are made by themselves, if they are.
    pub rhythm: Option<Rhythm>,
}

impl TemplateIntent {
    fn settled(self) -> Result<Self, DeskError> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(DeskError::Wanting(Wanting::TemplateName));
        }
        let intent = Intent { content: self.content, accounts: self.accounts, window: Window::default() };
        let Intent { content, accounts, .. } = intent.settled()?;
        if accounts.is_empty() {
            return Err(DeskError::Wanting(Wanting::TemplateAccounts));
        }
        if let Some(rhythm) = &self.rhythm {
            rhythm.check().map_err(Unusable::from)?;
            if content.is_empty() {
                return Err(DeskError::Wanting(Wanting::TemplateWords));
            }
        }
        Ok(Self { name, content, accounts, rhythm: self.rhythm })
    }
}

/// The time zone of a template; UTC where it has no rhythm.
fn zone_of(rhythm: Option<&Rhythm>) -> Result<TimeZone, DeskError> {
    let Some(rhythm) = rhythm else { return Ok(TimeZone::UTC) };
    TimeZone::get(&rhythm.zone).map_err(|_| {
        let zone: String = rhythm.zone.chars().take(60).collect();
        DeskError::Unusable(Unusable::Zone(zone))
    })
}

/// The first time for which a draft is made, by a rhythm that was given at `now` to a template which had `old`.
fn first_time(
    rhythm: Option<&Rhythm>,
    old: Option<&Template>,
    now: Timestamp,
) -> Result<Option<Timestamp>, DeskError> {
    let zone = zone_of(rhythm)?;
    let Some(rhythm) = rhythm else { return Ok(None) };
    if let Some(old) = old.filter(|old| old.rhythm.as_ref() == Some(rhythm)) {
        return Ok(old.next_at);
    }
    let made = old.and_then(|old| old.last_for).unwrap_or(Timestamp::MIN);
    Ok(rhythm.next(now.max(made), &zone))
}

fn about(id: TemplateId) -> String {
    format!("template {id}")
}

fn must_edit(by: &Person, accounts: &[AccountId]) -> Result<(), DeskError> {
    if by.may_with_all(Deed::Edit, accounts) { Ok(()) } else { Err(DeskError::MayNot(Deed::Edit)) }
}

impl Engine {
    /// The templates that somebody may use and change, by name.
    pub async fn templates(&self, by: &Person) -> Result<Vec<Template>, DeskError> {
        let mut templates = self.store.templates().await?;
        templates.retain(|template| by.may_with_all(Deed::Edit, &template.accounts));
        Ok(templates)
    }

    /// One of them.
    pub async fn template_for(&self, by: &Person, id: TemplateId) -> Result<Template, DeskError> {
        let template = self.store.template(id).await?.ok_or(DeskError::NotFound)?;
        let may = by.may_with_all(Deed::Edit, &template.accounts);
        if may { Ok(template) } else { Err(DeskError::NotFound) }
    }

    /// Keeps a template.
    pub async fn keep_template(&self, by: &Person, wanted: TemplateIntent) -> Result<TemplateId, DeskError> {
        let wanted = wanted.settled()?;
        must_edit(by, &wanted.accounts)?;
        self.must_be_here(&wanted.accounts, &wanted.content).await?;
        let now = self.clock.now();
        let new = new_template(&wanted, first_time(wanted.rhythm.as_ref(), None, now)?, by);
        let detail = json!({"name": wanted.name, "rhythm": wanted.rhythm});
        let entries =
            self.entries_for(&by.shown, "template.kept", String::new(), &wanted.accounts, detail).await?;
        let named = |id: TemplateId| named(&entries, &about(id));
        let id = self.store.add_template(&new, MOST, &named, now).await?;
        id.ok_or(DeskError::Wanting(Wanting::FewerTemplates))
    }

    /// Keeps what a draft says as a template, without a rhythm.
    pub async fn keep_as_template(
        &self,
        by: &Person,
        draft: DraftId,
        name: &str,
    ) -> Result<TemplateId, DeskError> {
        let draft = self.draft_for(by, draft).await?;
        let wanted = TemplateIntent {
            name: name.to_owned(),
            content: draft.content,
            accounts: draft.accounts,
            rhythm: None,
        };
        self.keep_template(by, wanted).await
    }

    /// Writes a template anew, as it was read at `version`; whoever does answers for it from now on. One that was stopped goes on.
    pub async fn change_template(
        &self,
        by: &Person,
        id: TemplateId,
        version: i64,
        wanted: TemplateIntent,
    ) -> Result<(), DeskError> {
        let old = self.template_for(by, id).await?;
        let wanted = wanted.settled()?;
        must_edit(by, &wanted.accounts)?;
        self.must_be_here(&wanted.accounts, &wanted.content).await?;
        if old.version != version {
            return Err(DeskError::Changed);
        }
        let now = self.clock.now();
        let new = new_template(&wanted, first_time(wanted.rhythm.as_ref(), Some(&old), now)?, by);
        let detail = json!({"name": wanted.name, "rhythm": wanted.rhythm});
        // The accounts that it does not go to any more are told too.
        let mut concerned = old.accounts.clone();
        concerned.extend(wanted.accounts.iter().filter(|account| !old.accounts.contains(account)));
        let entries = self.entries_for(&by.shown, "template.changed", about(id), &concerned, detail).await?;
        let written = self.store.write_template(id, version, &new, &entries, old.made, now).await?;
        if written { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Takes a template away; what was made of it stays.
    pub async fn remove_template(&self, by: &Person, id: TemplateId, version: i64) -> Result<(), DeskError> {
        let old = self.template_for(by, id).await?;
        let detail = json!({"name": old.name});
        let entries =
            self.entries_for(&by.shown, "template.removed", about(id), &old.accounts, detail).await?;
        let gone = self.store.remove_template(id, version, &entries, self.clock.now()).await?;
        if gone { Ok(()) } else { Err(DeskError::Changed) }
    }

    /// Begins a draft with what a template says; its rhythm goes on as before.
    pub async fn draft_from_template(&self, by: &Person, id: TemplateId) -> Result<DraftId, DeskError> {
        let template = self.template_for(by, id).await?;
        if let Some(why) = &template.stopped {
            return Err(DeskError::Stopped(why.clone()));
        }
        let now = self.clock.now();
        let zone = zone_of(template.rhythm.as_ref())?;
        let filling = Filling::new(now, &zone, template.made + 1);
        let intent = Intent {
            content: filling.fill(&template.content),
            accounts: template.accounts.clone(),
            window: Window::default(),
        };
        let intent = intent.settled()?;
        self.must_be_here(&intent.accounts, &intent.content).await?;
        let detail = json!({"template": id.get(), "number": template.made + 1});
        let entries =
            self.entries_for(&by.shown, "draft.begun", String::new(), &intent.accounts, detail).await?;
        let hash = intent.hash();
        let instance = Instance {
            written: written(&intent, &hash, by),
            state: DraftState::Writing,
            made_for: None,
            next_at: template.next_at,
        };
        let named = |id: DraftId| named(&entries, &about_draft(id));
        let made = self.store.make_instance(&template, &instance, &named, now).await?;
        made.ok_or(DeskError::Changed)
    }
}

fn new_template<'a>(wanted: &'a TemplateIntent, next_at: Option<Timestamp>, by: &Person) -> NewTemplate<'a> {
    NewTemplate {
        name: &wanted.name,
        accounts: &wanted.accounts,
        content: &wanted.content,
        rhythm: wanted.rhythm.as_ref(),
        next_at,
        author: by.id,
    }
}

fn written<'a>(intent: &'a Intent, hash: &'a str, by: &Person) -> Written<'a> {
    Written {
        content: &intent.content,
        hash,
        accounts: &intent.accounts,
        window: intent.window,
        by: Some(by.id),
    }
}

fn named(entries: &[NewEntry], about: &str) -> Vec<NewEntry> {
    entries.iter().map(|entry| NewEntry { about: about.to_owned(), ..entry.clone() }).collect()
}
