//! Tells lines that were typed into a terminal: prompts of the usual shells, and commands people use around manifests.

/// First words of commands. None is a key of a manifest, and a key has its colon directly behind it.
const COMMANDS: &[&str] = &[
    "apt",
    "apt-get",
    "aws",
    "az",
    "bash",
    "brew",
    "cat",
    "cd",
    "chmod",
    "chown",
    "clear",
    "code",
    "cp",
    "curl",
    "del",
    "docker",
    "docker-compose",
    "dnf",
    "echo",
    "edgelet",
    "export",
    "gcloud",
    "Get-Content",
    "git",
    "go",
    "grep",
    "head",
    "helm",
    "iofog-agent",
    "iofogctl",
    "iotctl",
    "journalctl",
    "jq",
    "k3s",
    "kubectl",
    "kustomize",
    "less",
    "ls",
    "make",
    "minikube",
    "mkdir",
    "more",
    "mv",
    "nano",
    "node",
    "notepad",
    "npm",
    "oc",
    "pip",
    "pip3",
    "podman",
    "potctl",
    "printf",
    "python",
    "python3",
    "rm",
    "scp",
    "sed",
    "Set-Content",
    "set",
    "sh",
    "sleep",
    "snap",
    "source",
    "ssh",
    "sudo",
    "systemctl",
    "tail",
    "tar",
    "tee",
    "touch",
    "type",
    "vi",
    "vim",
    "wget",
    "yq",
    "yum",
];

/// Whether a line (without the blanks around it) is a command, with or without a prompt.
pub(in crate::read) fn is_command(text: &str) -> bool {
    let prompted = typed(text);
    let text = prompted.unwrap_or(text);
    let word = text.split([' ', '\t']).next().unwrap_or_default();
    let word = word.rsplit(['/', '\\']).next().unwrap_or(word).trim_end_matches(".exe");
    let known = COMMANDS.contains(&word) && text.len() > word.len();
    // `set: x` is a key, `echo : x` one of YAML's odder ones.
    let key = text.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with(": "));
    prompted.is_some() || (known && !key)
}

/// What was typed behind a prompt; none without one.
pub(super) fn typed(text: &str) -> Option<&str> {
    let text = text.trim_start();
    for mark in ["$ ", "% ", "❯ ", "➜ ", ">>> "] {
        if let Some(typed) = text.strip_prefix(mark) {
            return Some(typed.trim_start());
        }
    }
    if text == "$" {
        return Some("");
    }
    if let Some(typed) = text.strip_prefix("> ") {
        return is_command(typed).then_some(typed);
    }
    windows(text).or_else(|| unix(text))
}

/// `PS C:\>` and `C:\Users\ada>`.
fn windows(text: &str) -> Option<&str> {
    let path = text.strip_prefix("PS ").unwrap_or(text);
    let mut chars = path.chars();
    let drive = chars.next().is_some_and(|char| char.is_ascii_alphabetic()) && chars.next() == Some(':');
    let powershell = path.len() < text.len() && path.starts_with(['/', '~', '>']);
    if !(powershell || drive && chars.next().is_some_and(|char| matches!(char, '\\' | '/' | '>'))) {
        return None;
    }
    path.split_once('>').map(|(_, typed)| typed.trim_start())
}

/// `user@host:~$`, `[user@host ~]#`, `bash-5.1$`.
fn unix(text: &str) -> Option<&str> {
    let (at, _) = text
        .match_indices(['$', '#', '%'])
        .find(|(at, _)| text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))?;
    let prompt = text.get(..at)?;
    let shell = ["bash-", "sh-", "zsh-"].iter().any(|shell| prompt.starts_with(shell));
    let host = prompt.contains('@') && !prompt.contains(": ") && !prompt.contains(['"', '\'']);
    let bare = prompt.trim_start_matches(|char| char != ')').trim_start_matches(") ");
    let words = if prompt.starts_with('(') { bare } else { prompt };
    let one = match words.starts_with('[') {
        true => words.ends_with(']'),
        false => !words.trim_end().contains(' '),
    };
    ((shell || host) && one).then(|| text.get(at + 1..).unwrap_or_default().trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_behind_every_usual_prompt() {
        for prompt in [
            "$ ",
            "% ",
            "❯ ",
            "> ",
            "root@edge:~# ",
            "ada@pc:/srv/app$ ",
            "[ada@pc app]$ ",
            "[root@edge-1 tmp]# ",
            "(venv) ada@pc:~$ ",
            "bash-5.1$ ",
            "sh-4.2# ",
            "PS C:\\Users\\ada> ",
            "PS /home/ada> ",
            "C:\\>",
            "C:\\Users\\Ada Byron>",
        ] {
            assert_eq!(typed(&format!("{prompt}cat f.yaml")), Some("cat f.yaml"), "{prompt}");
        }
    }

    #[test]
    fn lines_of_a_manifest_are_no_commands() {
        for text in [
            "kind: A",
            "set: x",
            "type: volume",
            "- echo hello",
            "image: user@host:5000/x # y",
            "email: ada@example.com # hers",
            "name: $ x",
            "# comment",
            "> folded",
            "[ada@pc, b] # comment",
            "code",
        ] {
            assert!(!is_command(text), "{text}");
        }
        for text in [
            "potctl deploy -f x.yaml",
            "sudo cat x",
            "./kubectl apply -f x",
            "C:\\potctl.exe get all",
            "curl http://x: y",
        ] {
            assert!(is_command(text), "{text}");
        }
    }
}
