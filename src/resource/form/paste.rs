//! Many entries of a list out of a text that was copied elsewhere: one in each line.

use serde_json::{Value, json};

/// The entries that a text says, where each of its lines says one. A single line counts only where `is_pair` says that it
/// could not be meant as a value: it has to be taken apart.
pub fn entries(text: &str, read: fn(&str) -> Option<Value>, is_pair: bool) -> Option<Vec<Value>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(read).collect::<Option<Vec<_>>>()?;
    (entries.len() > 1 || is_pair && entries.len() == 1).then_some(entries)
}

/// `KEY=value`, as files of variables and shells have it.
pub fn variable(line: &str) -> Option<Value> {
    let (key, value) = pair(line)?;
    Some(json!({ "key": key, "value": value }))
}

/// The name and the value of such a line.
pub fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
    let key = key.trim();
    let sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.');
    let fits = !key.is_empty() && key.chars().all(sign);
    let value = value.trim();
    let quoted = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
    fits.then_some((key, quoted.unwrap_or(value)))
}

/// What a line says as an item of a list in YAML, without its dash and its quotes.
fn item(line: &str) -> &str {
    line.trim_start_matches(['-', ' ']).trim_matches(['"', '\''])
}

/// `8080:80`, with the protocol behind a slash where there is one: the agent's side first, as Docker has it.
pub fn port(line: &str) -> Option<Value> {
    let line = item(line);
    let (ports, protocol) = line.split_once('/').unwrap_or((line, ""));
    let (external, internal) = ports.split_once(':')?;
    let number = |text: &str| text.trim().parse::<u16>().ok();
    let mut entry = json!({ "internal": number(internal)?, "external": number(external)? });
    match protocol {
        "" | "tcp" => Some(entry),
        "udp" => {
            entry["protocol"] = json!("udp");
            Some(entry)
        }
        _ => None,
    }
}

/// `/on/the/agent:/in/the/container:ro`; a name in place of a path is that of a volume.
pub fn volume(line: &str) -> Option<Value> {
    let mut parts = item(line).split(':');
    let (host, container, mode) = (parts.next()?, parts.next()?, parts.next().unwrap_or("rw"));
    let fits = !host.is_empty() && container.starts_with('/') && matches!(mode, "rw" | "ro");
    let kind = if host.starts_with('/') { "bind" } else { "volume" };
    (fits && parts.next().is_none()).then(|| {
        json!({ "hostDestination": host, "containerDestination": container, "accessMode": mode, "type": kind })
    })
}

/// `name:address`, or `address name` as a hosts file has it.
pub fn host(line: &str) -> Option<Value> {
    let line = item(line);
    let (name, address) = match line.split_once(char::is_whitespace) {
        Some((address, name)) => (name.trim(), address),
        None => line.split_once([':', '='])?,
    };
    let fits = !name.is_empty() && !address.is_empty() && !name.contains(char::is_whitespace);
    fits.then(|| json!({ "name": name, "address": address }))
}

/// A line as it stands.
pub fn line(line: &str) -> Option<Value> {
    Some(json!(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&str) -> Option<Value>, text: &str, expected: Value) {
        let found = entries(text, read, true).map_or(Value::Null, Value::from);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_of_variables_become_variables() {
        check(
            variable,
            "# of the shop\nexport TZ=Europe/Istanbul\n\nEMPTY=\nLEVEL=007\nURL='a=b c'\r\n",
            json!([
                { "key": "TZ", "value": "Europe/Istanbul" },
                { "key": "EMPTY", "value": "" },
                { "key": "LEVEL", "value": "007" },
                { "key": "URL", "value": "a=b c" },
            ]),
        );
        check(variable, "TZ=a\nnot one", Value::Null);
        check(variable, "a b=c", Value::Null);
    }

    #[test]
    fn pairs_become_ports_volumes_and_hosts() {
        check(
            port,
            "8080:80\n- \"5353:53/udp\"",
            json!([{ "internal": 80, "external": 8080 }, { "internal": 53, "external": 5353, "protocol": "udp" }]),
        );
        check(port, "80", Value::Null);
        check(port, "70000:80", Value::Null);
        check(
            volume,
            "/var/data:/data:ro\ncache:/var/cache",
            json!([
                { "hostDestination": "/var/data", "containerDestination": "/data", "accessMode": "ro", "type": "bind" },
                { "hostDestination": "cache", "containerDestination": "/var/cache", "accessMode": "rw", "type": "volume" },
            ]),
        );
        check(volume, "cache:relative", Value::Null);
        check(
            host,
            "192.0.2.1 printer\ncamera:192.0.2.2",
            json!([{ "name": "printer", "address": "192.0.2.1" }, { "name": "camera", "address": "192.0.2.2" }]),
        );
    }

    #[test]
    fn one_line_is_a_value_where_it_could_be_one() {
        assert_eq!(entries("--verbose", line, false), None);
        assert_eq!(entries("--a\n--b\n", line, false), Some(vec![json!("--a"), json!("--b")]));
    }
}
