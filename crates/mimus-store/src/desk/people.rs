//! The people of the Desk, and what each may do.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use mimus_core::desk::{Deed, Role};

use super::record::{NewEntry, append};
use super::{PersonId, PersonState};
use crate::db::{Tx, args, built};
use crate::relay::AccountId;
use crate::row::Row;
use crate::{Result, Store};

/// Somebody who works at the Desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their number.
    pub id: PersonId,
    /// The name that they sign in with: lower case, unique.
    pub name: String,
    /// The name that others see.
    pub shown: String,
    /// Whether they keep this server, and may do everything.
    pub keeper: bool,
    /// How they stand.
    pub state: PersonState,
    /// What they are for which account.
    pub roles: BTreeMap<AccountId, Vec<Role>>,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether a code of their own is asked for besides.
    pub has_totp: bool,
    /// The language of their pages, where they have chosen one.
    pub language: Option<String>,
    /// Where digests go, if they want them.
    pub email: Option<String>,
    /// Whether they do.
    pub digest: bool,
    /// Since when they are known.
    pub created_at: Timestamp,
}

impl Person {
    /// Whoever may run commands on the server's machine: may do what a keeper may, and is nobody of the Desk.
    #[must_use]
    pub fn at_the_command_line() -> Self {
        Self {
            id: PersonId(0),
            name: "command-line".to_owned(),
            shown: "the command line".to_owned(),
            keeper: true,
            state: PersonState::Active,
            roles: BTreeMap::new(),
            has_password: false,
            has_totp: false,
            language: None,
            email: None,
            digest: false,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// Whether they keep this server: may do everything with every account, mirror and route.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.keeper && self.state == PersonState::Active
    }

    /// Whether they may do this with that account.
    #[must_use]
    pub fn may(&self, deed: Deed, account: AccountId) -> bool {
        self.state == PersonState::Active
            && (self.keeper
                || self.roles.get(&account).is_some_and(|roles| roles.iter().any(|role| role.may(deed))))
    }

    /// Whether they may do this with all of those accounts; with none only keepers may.
    #[must_use]
    pub fn may_with_all(&self, deed: Deed, accounts: &[AccountId]) -> bool {
        let all = accounts.iter().all(|account| self.may(deed, *account));
        all && (self.keeper || !accounts.is_empty())
    }

    /// The accounts with which they may do this, of those that they have a role for.
    pub fn accounts_to(&self, deed: Deed) -> impl Iterator<Item = AccountId> + '_ {
        self.roles.keys().copied().filter(move |account| self.may(deed, *account))
    }
}

/// Somebody who is to be known.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    /// The name that they sign in with: lower case.
    pub name: &'a str,
    /// The name that others see.
    pub shown: &'a str,
    /// Whether they keep this server.
    pub keeper: bool,
    /// How they stand.
    pub state: PersonState,
    /// Their password as argon2id writes it.
    pub password: Option<&'a str>,
}

const COLUMNS: &str = "id, name, shown, keeper, state, \
                       CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS BIGINT), \
                       CAST(CASE WHEN totp IS NULL THEN 0 ELSE 1 END AS BIGINT), language, email, digest, created_at";

fn person(row: &Row) -> Result<Person> {
    Ok(Person {
        id: PersonId(row.int(0)?),
        name: row.text(1)?,
        shown: row.text(2)?,
        keeper: row.bool(3)?,
        state: row.parse(4, "people.state")?,
        roles: BTreeMap::new(),
        has_password: row.bool(5)?,
        has_totp: row.bool(6)?,
        language: row.opt_text(7)?,
        email: row.opt_text(8)?,
        digest: row.bool(9)?,
        created_at: row.time(10, "people.created_at")?,
    })
}

/// Gives each what the rows of `account_roles` say of them.
fn with_roles(mut people: Vec<Person>, rows: &[Row]) -> Result<Vec<Person>> {
    let mut roles: BTreeMap<i64, BTreeMap<AccountId, Vec<Role>>> = BTreeMap::new();
    for row in rows {
        let of = roles.entry(row.int(0)?).or_default();
        of.entry(AccountId(row.int(1)?)).or_default().push(row.parse(2, "account_roles.role")?);
    }
    for person in &mut people {
        person.roles = roles.remove(&person.id.0).unwrap_or_default();
        for of in person.roles.values_mut() {
            of.sort_unstable();
        }
    }
    Ok(people)
}

fn numbers(ids: impl Iterator<Item = PersonId>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The pattern that finds words anywhere in a name; that of none is empty.
fn part_of(words: &str) -> String {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for c in words.chars().take(100) {
        if matches!(c, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Store {
    /// All people, by their names.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let sql = built(format!("SELECT {COLUMNS} FROM people ORDER BY name"));
        let people: Vec<Person> = self.db.rows(sql, &[]).await?.iter().map(person).collect::<Result<_>>()?;
        let sql = "SELECT person_id, account_id, role FROM account_roles";
        with_roles(people, &self.db.rows(sql, &[]).await?)
    }

    /// People by their names, those after `after`: all, or those in whose names these words are.
    pub async fn people_after(&self, after: &str, words: &str, limit: u32) -> Result<Vec<Person>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM people WHERE name > $1 AND ($2 = '' OR LOWER(name) LIKE $2 ESCAPE '!' \
             OR LOWER(shown) LIKE $2 ESCAPE '!') ORDER BY name LIMIT $3"
        ));
        let rows = self.db.rows(sql, &args![after, part_of(words), limit]).await?;
        self.people_of(&rows).await
    }

    /// These people.
    pub async fn people_among(&self, ids: &[PersonId]) -> Result<Vec<Person>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = built(format!(
            "SELECT {COLUMNS} FROM people WHERE id IN ({}) ORDER BY name",
            numbers(ids.iter().copied())
        ));
        let rows = self.db.rows(sql, &[]).await?;
        self.people_of(&rows).await
    }

    /// The people who have a role for an account and the keepers, by their names, without those who have left.
    pub async fn people_for(&self, account: AccountId) -> Result<Vec<Person>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM people WHERE state <> 'left' AND (keeper = 1 OR id IN \
             (SELECT person_id FROM account_roles WHERE account_id = $1)) ORDER BY name"
        ));
        let rows = self.db.rows(sql, &args![account.0]).await?;
        self.people_of(&rows).await
    }

    async fn people_of(&self, rows: &[Row]) -> Result<Vec<Person>> {
        let people: Vec<Person> = rows.iter().map(person).collect::<Result<_>>()?;
        if people.is_empty() {
            return Ok(people);
        }
        let sql = built(format!(
            "SELECT person_id, account_id, role FROM account_roles WHERE person_id IN ({})",
            numbers(people.iter().map(|person| person.id))
        ));
        with_roles(people, &self.db.rows(sql, &[]).await?)
    }

    /// The names that others see, by person.
    pub async fn shown_names(&self) -> Result<HashMap<PersonId, String>> {
        let rows = self.db.rows("SELECT id, shown FROM people", &[]).await?;
        rows.iter().map(|row| Ok((PersonId(row.int(0)?), row.text(1)?))).collect()
    }

    /// One person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>> {
        self.one_person("id = $1", &args![id.0]).await
    }

    /// The person of that name.
    pub async fn person_named(&self, name: &str) -> Result<Option<Person>> {
        self.one_person("name = $1", &args![name]).await
    }

    async fn one_person(&self, which: &str, args: &[crate::db::Arg]) -> Result<Option<Person>> {
        let sql = built(format!("SELECT {COLUMNS} FROM people WHERE {which}"));
        let Some(found) = self.db.row(sql, args).await?.as_ref().map(person).transpose()? else {
            return Ok(None);
        };
        let sql = "SELECT person_id, account_id, role FROM account_roles WHERE person_id = $1";
        let rows = self.db.rows(sql, &args![found.id.0]).await?;
        Ok(with_roles(vec![found], &rows)?.pop())
    }

    /// Makes somebody known. Fails with [`crate::StoreError::Taken`] where the name is.
    pub async fn add_person(
        &self,
        new: &NewPerson<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<PersonId> {
        let mut tx = self.db.begin().await?;
        let id = insert(&mut tx, new, now).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Gives somebody exactly these roles for an account.
    pub async fn set_roles(
        &self,
        person: PersonId,
        account: AccountId,
        roles: &[Role],
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM account_roles WHERE person_id = $1 AND account_id = $2";
        tx.execute(sql, &args![person.0, account.0]).await?;
        for role in roles {
            let sql = "INSERT INTO account_roles (person_id, account_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            tx.execute(sql, &args![person.0, account.0, role.as_str()]).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }

    /// Whether anybody works at the Desk yet.
    pub async fn has_people(&self) -> Result<bool> {
        Ok(self.db.row("SELECT 1 FROM people LIMIT 1", &[]).await?.is_some())
    }
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewPerson<'_>, now: Timestamp) -> Result<PersonId> {
    let sql = "INSERT INTO people (name, shown, keeper, password, state, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (name) DO NOTHING RETURNING id";
    let args = args![
        new.name,
        new.shown,
        new.keeper,
        new.password.map(str::to_owned),
        new.state.as_str(),
        now.as_millisecond()
    ];
    let rows = tx.rows(sql, &args).await?;
    let taken = || crate::StoreError::Taken { what: format!("the name {}", new.name) };
    rows.first().ok_or_else(taken).and_then(|row| Ok(PersonId(row.int(0)?)))
}

/// Passwords, and guesses at them.
impl Store {
    /// The password of an active person as argon2id writes it, and who that is.
    pub async fn password_of(&self, name: &str) -> Result<Option<(PersonId, String)>> {
        let sql =
            "SELECT id, password FROM people WHERE name = $1 AND state = 'active' AND password IS NOT NULL";
        let row = self.db.row(sql, &args![name]).await?;
        row.map(|row| Ok((PersonId(row.int(0)?), row.text(1)?))).transpose()
    }

    /// Gives somebody a password.
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<()> {
        let sql = "UPDATE people SET password = $2 WHERE id = $1";
        self.db.execute(sql, &args![person.0, password]).await.map(drop)
    }

    /// How many guesses at a name's password were wrong, and when the last one was.
    pub async fn guesses(&self, name: &str) -> Result<Option<(u32, Timestamp)>> {
        let row =
            self.db.row("SELECT wrong, last_at FROM sign_in_guesses WHERE name = $1", &args![name]).await?;
        row.map(|row| {
            let wrong = u32::try_from(row.int(0)?).unwrap_or(u32::MAX);
            Ok((wrong, row.time(1, "sign_in_guesses.last_at")?))
        })
        .transpose()
    }

    /// Counts a guess, and says how many there are with it. Guesses that are a day old are forgotten.
    pub async fn count_guess(&self, name: &str, now: Timestamp) -> Result<u32> {
        let mut tx = self.db.begin().await?;
        let day_ago = now.as_millisecond() - 86_400_000;
        tx.execute("DELETE FROM sign_in_guesses WHERE last_at < $1", &args![day_ago]).await?;
        let sql = "INSERT INTO sign_in_guesses (name, wrong, last_at) VALUES ($1, 1, $2) ON CONFLICT (name) \
                   DO UPDATE SET wrong = sign_in_guesses.wrong + 1, last_at = excluded.last_at RETURNING wrong";
        let row = tx.row(sql, &args![name, now.as_millisecond()]).await?;
        tx.commit().await?;
        let wrong = row.map(|row| row.int(0)).transpose()?.unwrap_or(1);
        Ok(u32::try_from(wrong).unwrap_or(u32::MAX))
    }

    /// Forgets the guesses at a name's password: it was known.
    pub async fn forget_guesses(&self, name: &str) -> Result<()> {
        self.db.execute("DELETE FROM sign_in_guesses WHERE name = $1", &args![name]).await.map(drop)
    }
}

impl Store {
    /// Keeps how somebody is called and in which language their pages are.
    pub async fn set_shown(&self, person: PersonId, shown: &str, language: Option<&str>) -> Result<()> {
        let sql = "UPDATE people SET shown = $2, language = $3 WHERE id = $1";
        self.db.execute(sql, &args![person.0, shown, language.map(str::to_owned)]).await.map(drop)
    }

    /// Lets somebody go: their sessions, links, tokens and ways to sign in end with it.
    pub async fn end_person(&self, person: PersonId, entries: &[NewEntry], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE people SET state = 'left', password = NULL, totp = NULL, email = NULL, digest = 0 WHERE id = $1",
            &args![person.0],
        )
        .await?;
        for table in [
            "desk_sessions",
            "desk_links",
            "api_tokens",
            "identities",
            "passkeys",
            "account_roles",
            "person_news",
        ] {
            let sql = built(format!("DELETE FROM {table} WHERE person_id = $1"));
            tx.execute(sql, &args![person.0]).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }
}
