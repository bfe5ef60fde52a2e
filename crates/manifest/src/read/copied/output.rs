//! Tells lines that a program printed: logs, tables, progress, and the names of the files it shows.

/// Words for how bad a message is, as logs write them.
const LEVELS: &[&str] = &[
    "TRACE", "DEBUG", "DEBU", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERRO", "FATAL", "FATA",
    "CRITICAL", "PANIC", "SUCCESS", "OK", "DONE", "FAILED",
];

/// Marks that tools put before what they say.
const GLYPHS: &[char] = &[
    '✔', '✓', '✅', '☑', '✘', '✗', '✖', '❌', '⚠', '⛔', 'ℹ', '➜', '➤', '→', '⇒', '⏳', '⌛', '🚀', '🎉',
    '🔥', '⣾', '⣽', '⣻', '⢿', '⡿', '⣟', '⣯', '⣷',
];

/// Words that are all that stands in a line behind a button that copies.
const BUTTONS: &[&str] = &["Copy", "Copied", "Copied!", "Copy code", "Copy to clipboard", "Copy page"];

/// Whether a line at the margin (without the blanks around it) was printed by a program. No line of a manifest is, and
/// none that becomes one when it is typed on.
pub(super) fn is_output(text: &str) -> bool {
    let text = plain(text);
    if text.is_empty() {
        return false;
    }
    let first = text.chars().next().unwrap_or(' ');
    match first {
        '[' => bracketed(text),
        '{' => json(text) || frame(text),
        '(' => text == "(END)",
        '*' => is_bold(text),
        '!' => text.starts_with("! ") && !text.contains(':'),
        '"' => status(text),
        '~' => text == "~",
        '0'..='9' => stamped(text),
        'a'..='z' => logfmt(text) || is_file_name(text),
        'A'..='Z' => {
            shouted(text) || progress(text) || stamped(text) || BUTTONS.contains(&text) || is_file_name(text)
        }
        '=' | '+' | '-' | ':' | '|' => rule(text) || file_head(text),
        char => GLYPHS.contains(&char) || is_line(char) || matches!(char, '\u{2800}'..='\u{28ff}'),
    }
}

/// The same for lines that look like YAML; the cheap question for each line of every text.
pub(super) fn is_suspicious(text: &str) -> bool {
    text.starts_with(['[', '{', '-', ':', '!', '"', '*', '\u{1b}']) && is_output(text)
        || text.starts_with(|char: char| char.is_ascii_uppercase()) && is_output(text)
        || text.ends_with([':', ']']) && is_output(text)
}

/// Characters with which tables and frames are drawn.
pub(super) fn is_line(char: char) -> bool {
    matches!(char, '\u{2500}'..='\u{257f}')
}

/// Without the sequence that colours it in a terminal.
fn plain(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = text.strip_prefix("\u{1b}[") {
        text = rest.split_once('m').map_or("", |(_, rest)| rest).trim_start();
    }
    text
}

/// `[potctl] INFO …`, `[INFO] …`, `[2024-01-02 03:04:05] …`, `[1/3] …`; not a list, which ends with its bracket.
fn bracketed(text: &str) -> bool {
    let listing = ["[source", "[listing", "[,yaml"].iter().any(|head| {
        text.strip_prefix(head).is_some_and(|rest| rest.starts_with([',', '%', ']']) && rest.ends_with(']'))
    });
    if listing || matches!(text, "[code]" | "[/code]" | "[code=yaml]") {
        return true;
    }
    let Some((inner, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) else {
        return false;
    };
    let word =
        rest.trim_start_matches([' ', ':', '[']).split([' ', ']', ':', '[']).next().unwrap_or_default();
    let steps = inner.contains('/') && inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/');
    let said = rest.starts_with([' ', '['])
        && !rest.trim().is_empty()
        && !rest.trim_start().starts_with(['#', ':', ',']);
    said && (is_level(inner)
        || is_level(word)
        || stamped(inner)
        || steps
        || !inner.contains([',', '"', '\'']))
}

/// What vim says below a file: `"app.yaml" 5L, 80B`.
fn status(text: &str) -> bool {
    let behind = text.get(1..).and_then(|text| text.split_once('"')).map_or("", |(_, behind)| behind);
    let count = behind.strip_prefix(' ').and_then(|behind| behind.split_once('L'));
    count.is_some_and(|(lines, rest)| lines.parse::<u32>().is_ok() && rest.starts_with([',', ' ']))
}

/// A line of a log in JSON.
fn json(text: &str) -> bool {
    let has = |key: &str| text.contains(&format!("\"{key}\":"));
    text.ends_with('}')
        && (has("msg") || has("message") || has("level"))
        && (has("level") || has("time") || has("ts") || has("timestamp"))
        && !has("apiVersion")
        && !has("kind")
}

/// `{% highlight yaml %}`, `{{< highlight yaml >}}`, `{code:yaml}`
fn frame(text: &str) -> bool {
    let inner = text.trim_start_matches(['{', '%', '<', '-']).trim_start();
    let page = ["{%", "{{<", "{{%"].iter().any(|mark| text.starts_with(mark))
        && ["highlight", "endhighlight", "/highlight", "code", "endcode"]
            .iter()
            .any(|word| inner.starts_with(word));
    let wiki = ["{code", "{noformat"].iter().filter_map(|mark| text.strip_prefix(mark)?.strip_suffix('}'));
    page || wiki.into_iter().any(|inner| inner.is_empty() || inner.starts_with(':'))
}

/// `2024-01-02T03:04:05Z …`, `2024/01/02 03:04:05 …`, `03:04:05 …`, `Jan  2 03:04:05 …`, `I0102 03:04:05.678 …`
fn stamped(text: &str) -> bool {
    let date = |word: &str| {
        let mut parts = word.split(['-', '/']);
        let lengths = [4, 2, 2].iter().all(|length| {
            parts
                .next()
                .is_some_and(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        lengths && parts.next().is_none()
    };
    let time = |word: &str| {
        let mut parts = word.splitn(3, ':');
        let digits = |part: Option<&str>| {
            part.is_some_and(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        digits(parts.next()) && digits(parts.next()) && digits(parts.next().and_then(|part| part.get(..2)))
    };
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let third = words.next().unwrap_or_default();
    if let Some((day, at)) = first.split_once('T') {
        return date(day) && time(at);
    }
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].contains(&first);
    let glog = first.len() == 5
        && first.starts_with(['I', 'W', 'E', 'F'])
        && first.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    date(first) && time(second) || time(first) || month && time(third) || glog && time(second)
}

/// `time="…" level=info msg="…"`
fn logfmt(text: &str) -> bool {
    let keys = ["time=", "ts=", "level=", "lvl=", "msg=", "t="];
    keys.iter().any(|key| text.starts_with(key)) && keys.iter().filter(|key| text.contains(*key)).count() > 1
        || ["error: ", "warning: ", "info: ", "cat: ", "changed: [", "ok: [", "skipping: [", "fatal: ["]
            .iter()
            .any(|word| {
                text.strip_prefix(word).is_some_and(|rest| {
                    rest.trim().contains(' ') || word.ends_with('[') && rest.ends_with(']')
                })
            })
}

/// `INFO[0000] …`, `ERROR: …`, `Warning: …`, `NAME   STATUS`
fn shouted(text: &str) -> bool {
    let end = text.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let sentence = rest.strip_prefix(": ").is_some_and(|rest| rest.trim().contains(' '));
    let level = LEVELS.contains(&word)
        && (rest.starts_with(['[', ' ']) && !rest.trim_start().starts_with(": ") || sentence);
    let said = matches!(word, "Error" | "Warning" | "Info" | "Note" | "Usage" | "File")
        && (sentence || word == "File");
    level || said && rest.starts_with(": ") || header(text)
}

/// Heads of the columns of a table.
pub(super) fn header(text: &str) -> bool {
    let mut columns =
        text.split("  ").flat_map(|part| part.split('\t')).map(str::trim).filter(|part| !part.is_empty());
    let upper =
        |column: &str| column.chars().all(|char| char.is_ascii_uppercase() || " -_/()#".contains(char));
    let all = columns.clone().all(upper);
    (all && columns.clone().count() > 1) || columns.next() == Some("NAMESPACE")
}

/// `Deploying…`, `Successfully deployed 1 resource`
fn progress(text: &str) -> bool {
    let waits = text.ends_with("...") || text.ends_with('…') || text.ends_with("****");
    let said = [
        "Successfully ",
        "Deployed ",
        "Deploying ",
        "Created ",
        "Updated ",
        "Deleted ",
        "Deleting ",
        "Finished ",
    ];
    !text.contains(": ") && !text.ends_with(':') && (waits || said.iter().any(|word| text.starts_with(word)))
}

/// `-------`, `=====`, `+----+-----+`, `| a | b |`
fn rule(text: &str) -> bool {
    let drawn = |char: char| matches!(char, '-' | '=' | '+' | '|' | ' ');
    text.len() > 3
        && text.chars().all(drawn)
        && text.contains(['=', '-'])
        && !text.trim_matches('-').is_empty()
        && !text.starts_with("- ")
        || text.len() > 3 && text.trim_matches('-').is_empty()
        || text.starts_with("| ") && text.len() > 3 && text.ends_with(" |")
}

/// `==> app.yaml <==`, `:::::::`, `-- app.yaml --`
fn file_head(text: &str) -> bool {
    text.starts_with("==> ") && text.ends_with(" <==")
        || text.starts_with(":::")
        || text.starts_with("-- ") && text.ends_with(" --")
}

/// `app.yaml`, `./apps/app.yml:`
fn is_file_name(text: &str) -> bool {
    let name = text.strip_suffix(':').unwrap_or(text);
    let ended = [".yaml", ".yml"].iter().any(|end| name.ends_with(end) && name.len() > end.len());
    ended && !name.contains(char::is_whitespace) && !name.contains(':')
}

/// `**app.yaml**`, `**app.yaml**:`
fn is_bold(text: &str) -> bool {
    let inner = text.trim_end_matches(':').strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.is_some_and(|inner| is_file_name(inner.trim_matches('`')))
}

fn is_level(word: &str) -> bool {
    let upper = word.trim_matches(['[', ']', ' ']).to_ascii_uppercase();
    LEVELS.contains(&&*upper)
}
