//! Searches and rules: X's query language as far as Mimus writes it.
//!
//! A space is AND and binds tighter than OR, parentheses group, and `-` negates one operator and no group
//! (facts/x-api.md §2.5).

use super::world::{Post, World};

/// Deepest nesting of parentheses.
const MAX_DEPTH: usize = 20;

/// What is looked for.
#[derive(Debug)]
pub(super) enum Query {
    Any(Vec<Query>),
    All(Vec<Query>),
    Not(Box<Query>),
    From { handle: String, id: Option<u64> },
    Is(Kind),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Retweet,
    Reply,
    Quote,
}

/// Where it is looked for: the stream finds what quotes an account as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Search,
    Stream,
}

/// Reads a query of at most so many characters.
pub(super) fn parse(query: &str, max_chars: usize) -> Result<Query, String> {
    let chars = query.chars().count();
    if chars > max_chars {
        return Err(format!(
            "Rules and queries must be at most {max_chars} characters long; this has {chars}."
        ));
    }
    let spaced = query.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, depth: 0 };
    let read = parser.any()?;
    match parser.words.first() {
        Some(word) => Err(format!("no viable alternative at {word:?}")),
        None if !read.stands_alone() => {
            Err("Reference to at least one stand-alone operator is needed".into())
        }
        None => Ok(read),
    }
}

struct Parser<'a> {
    words: &'a [&'a str],
    depth: usize,
}

impl<'a> Parser<'a> {
    fn take(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn any(&mut self) -> Result<Query, String> {
        let mut either = vec![self.all()?];
        while self.words.first() == Some(&"OR") {
            self.take();
            either.push(self.all()?);
        }
        Ok(Query::Any(either))
    }

    fn all(&mut self) -> Result<Query, String> {
        let mut each = Vec::new();
        while self.words.first().is_some_and(|word| !["OR", ")"].contains(word)) {
            each.push(self.one()?);
        }
        if each.is_empty() { Err("an operator is missing".into()) } else { Ok(Query::All(each)) }
    }

    fn one(&mut self) -> Result<Query, String> {
        match self.take() {
            Some("(") => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err("the parentheses are too deep".into());
                }
                let within = self.any()?;
                self.depth -= 1;
                if self.take() == Some(")") { Ok(within) } else { Err("missing ')'".into()) }
            }
            Some(word) => match word.strip_prefix('-') {
                Some(negated) => Ok(Query::Not(Box::new(operator(negated)?))),
                None => operator(word),
            },
            None => Err("an operator is missing".into()),
        }
    }
}

fn operator(word: &str) -> Result<Query, String> {
    let unknown = || format!("{word:?} is no operator that is known");
    let (name, value) = word.split_once(':').ok_or_else(unknown)?;
    let is_handle = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match (name.to_ascii_lowercase().as_str(), value.to_ascii_lowercase().as_str()) {
        ("from", _) if is_handle => Ok(Query::From { handle: value.to_owned(), id: value.parse().ok() }),
        ("is", "retweet") => Ok(Query::Is(Kind::Retweet)),
        ("is", "reply") => Ok(Query::Is(Kind::Reply)),
        ("is", "quote") => Ok(Query::Is(Kind::Quote)),
        _ => Err(unknown()),
    }
}

impl Query {
    /// Whether what must be there does not only narrow something else down.
    fn stands_alone(&self) -> bool {
        match self {
            Self::Any(either) => either.iter().all(Self::stands_alone),
            Self::All(each) => each.iter().any(Self::stands_alone),
            Self::From { .. } => true,
            Self::Not(_) | Self::Is(_) => false,
        }
    }

    pub(super) fn finds(&self, post: &Post, world: &World, place: Place) -> bool {
        match self {
            Self::Any(either) => either.iter().any(|query| query.finds(post, world, place)),
            Self::All(each) => each.iter().all(|query| query.finds(post, world, place)),
            Self::Not(query) => !query.finds(post, world, place),
            Self::From { handle, id } => {
                let has_handle = |name: &str| name.eq_ignore_ascii_case(handle);
                let is_named = |author: u64| {
                    *id == Some(author)
                        || world.user(author).is_some_and(|account| has_handle(&account.handle))
                };
                let quoted = post.content.quote.filter(|_| place == Place::Stream);
                let quoted = quoted.and_then(|id| world.public_post(id)).map(|quoted| quoted.author);
                [Some(post.author), quoted].into_iter().flatten().any(is_named)
            }
            Self::Is(Kind::Retweet) => post.content.repost_of.is_some(),
            Self::Is(Kind::Reply) => post.content.reply_to.is_some(),
            Self::Is(Kind::Quote) => post.content.quote.is_some(),
        }
    }
}
