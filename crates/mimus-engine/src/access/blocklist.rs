//! Lists of servers as the fediverse passes them on: the CSV that Mastodon exports and imports.
//!
//! Its first line names the columns: `#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate`,
//! with or without the signs; what other software and lists leave out counts as empty. A list of names alone, one a
//! line, is read too. In these lists a domain stands for all that is below it.

use std::io;

use jiff::Timestamp;
use mimus_core::{AccessKind, AccessPattern};
use mimus_store::AccessRule;

/// Largest list, in bytes.
pub const MAX_BLOCKLIST: usize = 16 << 20;
/// Most lines of a list.
const MAX_LINES: usize = 200_000;
/// Longest public reason that is kept, in characters.
const MAX_REASON: usize = 500;

/// Why a list cannot be read. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum BlocklistError {
    /// It is too large.
    #[error("the list has more than {MAX_BLOCKLIST} bytes or {MAX_LINES} lines; import it in parts")]
    TooLarge,
    /// It is no CSV.
    #[error("the list is no CSV: {0}")]
    Csv(#[from] csv::Error),
    /// Its first line names columns, but none that holds a domain.
    #[error("the list's first line names no column #domain; it has {0}")]
    NoDomain(String),
    /// It holds nothing that could be kept.
    #[error(
        "the list holds no domain that can be denied or allowed; it has {lines} lines, the first: {first:?}"
    )]
    Nothing {
        /// Lines after the first.
        lines: usize,
        /// The first that could not be kept.
        first: String,
    },
}

/// What a list held.
#[derive(Debug, Default)]
pub struct Imported {
    /// Rules to keep.
    pub rules: Vec<AccessRule>,
    /// Lines that name a server that is only to be limited (`silence`, `noop`), which Mimus does not do.
    pub milder: usize,
    /// Lines of which the name is hidden by stars.
    pub hidden: usize,
    /// Lines that name no server: which, and why; the first of them.
    pub unreadable: Vec<(u64, String)>,
    /// How many these are.
    pub unreadable_count: usize,
}

/// Reads a list. `origin` names where it is from.
pub fn import(
    list: &[u8],
    kind: AccessKind,
    origin: &str,
    now: Timestamp,
) -> Result<Imported, BlocklistError> {
    if list.len() > MAX_BLOCKLIST {
        return Err(BlocklistError::TooLarge);
    }
    let list = list.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list);
    let mut lines =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(list);
    let mut columns: Option<Columns> = None;
    let (mut imported, mut count, mut first) = (Imported::default(), 0, None);
    for line in lines.records() {
        let line = line?;
        let number = line.position().map_or(0, csv::Position::line);
        count += 1;
        if count > MAX_LINES {
            return Err(BlocklistError::TooLarge);
        }
        let columns = match &columns {
            Some(columns) => columns,
            None => {
                let (found, is_heading) = Columns::of(&line)?;
                let found = columns.insert(found);
                if is_heading {
                    continue;
                }
                found
            }
        };
        let domain = line.get(columns.domain).unwrap_or_default();
        if domain.is_empty() || domain.starts_with('#') {
            continue;
        }
        first.get_or_insert_with(|| domain.chars().take(100).collect::<String>());
        let severity = columns.severity.and_then(|at| line.get(at)).unwrap_or_default().to_ascii_lowercase();
        if !matches!(severity.as_str(), "" | "suspend") {
            imported.milder += 1;
            continue;
        }
        if domain.trim_start_matches("*.").contains('*') {
            imported.hidden += 1;
            continue;
        }
        match pattern(domain) {
            Ok(pattern) => {
                let reason = columns.comment.and_then(|at| line.get(at)).unwrap_or_default();
                imported.rules.push(AccessRule {
                    pattern,
                    kind,
                    reason: reason.chars().filter(|c| !c.is_control()).take(MAX_REASON).collect(),
                    note: None,
                    origin: origin.to_owned(),
                    created_at: now,
                });
            }
            Err(why) => {
                imported.unreadable_count += 1;
                if imported.unreadable.len() < 10 {
                    imported.unreadable.push((number, why));
                }
            }
        }
    }
    if imported.rules.is_empty() && imported.milder == 0 && imported.hidden == 0 {
        return Err(BlocklistError::Nothing { lines: count, first: first.unwrap_or_default() });
    }
    Ok(imported)
}

/// A domain with all that is below it; an address, which has nothing below it, alone.
fn pattern(domain: &str) -> Result<AccessPattern, String> {
    let bare = domain.trim_start_matches("*.");
    if let Ok(pattern @ AccessPattern::Domain(_)) = format!("*.{bare}").parse() {
        return Ok(pattern);
    }
    match bare.parse() {
        Ok(pattern @ AccessPattern::Host(_)) => Ok(pattern),
        Ok(_) => Err(format!("{bare:?} is no server")),
        Err(error) => Err(error.to_string()),
    }
}

struct Columns {
    domain: usize,
    severity: Option<usize>,
    comment: Option<usize>,
}

impl Columns {
    /// The columns by the first line, and whether that names them.
    fn of(line: &csv::StringRecord) -> Result<(Self, bool), BlocklistError> {
        let find = |names: &[&str]| {
            let plain = |cell: &str| cell.trim_start_matches('#').to_ascii_lowercase();
            line.iter().position(|cell| names.contains(&plain(cell).as_str()))
        };
        let severity = find(&["severity"]);
        let comment = find(&["public_comment", "comment", "reason"]);
        match find(&["domain", "instance", "host"]) {
            Some(domain) => Ok((Self { domain, severity, comment }, true)),
            None if severity.is_some() || comment.is_some() => {
                Err(BlocklistError::NoDomain(line.iter().collect::<Vec<_>>().join(", ")))
            }
            None => Ok((Self { domain: 0, severity: None, comment: None }, false)),
        }
    }
}

/// What an exported list holds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Servers on it.
    pub servers: usize,
    /// Rules that such a list cannot say: what is allowed, single actors, everybody.
    pub left_out: usize,
}

/// Writes what is denied as Mastodon's CSV. Where it is read, each domain stands for all below it, also where it
/// stands here for itself alone.
pub fn export(rules: &[AccessRule], out: impl io::Write) -> Result<Exported, BlocklistError> {
    let mut exported = Exported::default();
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record([
        "#domain",
        "#severity",
        "#reject_media",
        "#reject_reports",
        "#public_comment",
        "#obfuscate",
    ])?;
    for rule in rules {
        match (&rule.kind, &rule.pattern) {
            (AccessKind::Deny, AccessPattern::Domain(host) | AccessPattern::Host(host)) => {
                lines.write_record([host, "suspend", "true", "true", &rule.reason, "false"])?;
                exported.servers += 1;
            }
            _ => exported.left_out += 1,
        }
    }
    lines.flush().map_err(csv::Error::from)?;
    Ok(exported)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Result<Imported, BlocklistError> {
        import(list.as_bytes(), AccessKind::Deny, "list.csv", Timestamp::UNIX_EPOCH)
    }

    fn patterns(imported: &Imported) -> Vec<String> {
        imported.rules.iter().map(|rule| rule.pattern.to_string()).collect()
    }

    #[test]
    fn mastodons_list_is_read_and_written() {
        let list = "\u{FEFF}#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
                    bad.example,suspend,true,true,\"Spam, and \"\"worse\"\"\",false\n\
                    loud.example,silence,false,false,,false\n\
                    b*d.example,suspend,false,false,,true\n\
                    not a host,suspend,false,false,,false\n\
                    BÜCHER.example,Suspend,false,false,x,false\n\
                    192.0.2.7,suspend,false,false,,false\n";
        let imported = read(list).unwrap();
        assert_eq!(patterns(&imported), ["*.bad.example", "*.xn--bcher-kva.example", "192.0.2.7"]);
        assert_eq!(imported.rules[0].reason, "Spam, and \"worse\"");
        assert_eq!((imported.milder, imported.hidden, imported.unreadable_count), (1, 1, 1));
        assert_eq!(imported.unreadable[0].0, 5);
        let mut out = Vec::new();
        let exported = export(&imported.rules, &mut out).unwrap();
        assert_eq!(exported, Exported { servers: 3, left_out: 0 });
        let again = read(std::str::from_utf8(&out).unwrap()).unwrap();
        assert_eq!(again.rules, imported.rules);
    }

    #[test]
    fn other_lists_are_read_too() {
        assert_eq!(
            patterns(&read("a.example\n\n# a remark\n*.b.example\r\n").unwrap()),
            ["*.a.example", "*.b.example"]
        );
        assert_eq!(
            patterns(&read("severity,domain\nsuspend,a.example\nnoop,b.example\n").unwrap()),
            ["*.a.example"]
        );
        assert_eq!(patterns(&read("domain\na.example,and,more\n").unwrap()), ["*.a.example"]);
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_reason() {
        assert!(matches!(read(""), Err(BlocklistError::Nothing { .. })));
        assert!(matches!(read("<html>\n<body>\n"), Err(BlocklistError::Nothing { .. })));
        assert!(matches!(read("name,severity\na.example,suspend\n"), Err(BlocklistError::NoDomain(_))));
        assert!(matches!(read(&"a.example\n".repeat(MAX_LINES + 1)), Err(BlocklistError::TooLarge)));
        assert!(matches!(
            import(&[0xFF, 0xFE, b'\n'], AccessKind::Deny, "x", Timestamp::UNIX_EPOCH),
            Err(BlocklistError::Csv(_))
        ));
        let large = vec![b'a'; MAX_BLOCKLIST + 1];
        assert!(matches!(
            import(&large, AccessKind::Deny, "x", Timestamp::UNIX_EPOCH),
            Err(BlocklistError::TooLarge)
        ));
    }

    #[test]
    fn what_a_list_cannot_say_is_counted() {
        let rule = |pattern: &str, kind| AccessRule {
            pattern: pattern.parse().unwrap(),
            kind,
            reason: String::new(),
            note: None,
            origin: "keeper".into(),
            created_at: Timestamp::UNIX_EPOCH,
        };
        let rules = [
            rule("bad.example", AccessKind::Deny),
            rule("good.example", AccessKind::Allow),
            rule("@x@bad.example", AccessKind::Deny),
            rule("*", AccessKind::Deny),
        ];
        assert_eq!(export(&rules, &mut Vec::new()).unwrap(), Exported { servers: 1, left_out: 3 });
    }
}
