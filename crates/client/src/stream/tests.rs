//! Streams as their frames come, are lost and end.

use super::*;

fn after(frames: &[(Kind, &str)]) -> Stream {
    let mut stream = Stream::default();
    frames.iter().for_each(|(kind, data)| stream.receive(&Frame::new(*kind, *data)));
    stream
}

fn check(frames: &[(Kind, &str)], phase: &Phase, text: &str) {
    let stream = after(frames);
    assert_eq!((stream.phase(), stream.lines().text().as_str()), (phase, text), "{frames:?}");
}

fn ended(failed: bool, said: &str) -> Phase {
    Phase::Ended(End { failed, said: said.into(), taken: false })
}

#[test]
fn a_log_waits_for_the_agent_then_streams_then_ends() {
    let waiting =
        (Kind::LogLine, "Waiting for agent connection. Log streaming will begin once the agent connects.\n");
    let start = (Kind::LogStart, "{}");
    check(&[], &Phase::Connecting, "");
    check(&[start], &Phase::Waiting, "");
    check(&[start, waiting], &Phase::Waiting, "");
    check(&[start, waiting, start], &Phase::Open, "");
    check(&[start, waiting, start, (Kind::LogLine, "a\nb"), (Kind::LogLine, "c\n")], &Phase::Open, "a\nbc\n");
    // Once it is open, the same words are the program's own.
    let own = (Kind::LogLine, "Waiting for agent connection to the plant\n");
    check(&[start, waiting, start, own], &Phase::Open, "Waiting for agent connection to the plant\n");
    // A Controller that does not say that the agent has come.
    check(&[start, (Kind::LogLine, "a\n")], &Phase::Open, "a\n");
    check(&[start, (Kind::LogLine, "a\n"), (Kind::LogStop, "")], &ended(false, "The log has ended."), "a\n");
    check(&[start, (Kind::LogError, "no such file\n")], &ended(true, "no such file"), "");
}

#[test]
fn a_shell_waits_for_the_agent_and_shows_both_outputs() {
    let waiting =
        (Kind::Stderr, "Waiting for agent connection. Please ensure the microservice/agent is running.\n");
    check(&[waiting], &Phase::Waiting, "");
    check(&[waiting, (Kind::Stdout, "/ # "), (Kind::Stderr, "no\n")], &Phase::Open, "/ # no\n");
}

#[test]
fn why_it_was_closed_is_said_in_words_and_the_first_reason_counts() {
    let closed = |code, reason| {
        let mut stream = Stream::default();
        stream.closed(code, reason);
        stream.phase().clone()
    };
    assert_eq!(closed(1000, "Agent closed connection"), ended(false, "The shell has ended."));
    assert_eq!(
        closed(1008, "Microservice is not running"),
        ended(true, "The microservice is not running. It has to run before this can be opened.")
    );
    assert_eq!(
        closed(1008, "connect ECONNREFUSED 127.0.0.1:5672"),
        ended(
            true,
            "The Controller cannot reach its router, through which logs travel (connect ECONNREFUSED 127.0.0.1:5672)."
        )
    );
    assert_eq!(
        closed(1008, "Microservice 60851f1c-0000-4000-8000-000000000001 is not found"),
        ended(true, "The microservice is gone.")
    );
    assert_eq!(
        closed(1008, "Fog is not running"),
        ended(true, "The agent is not running. It has to run before its log can be opened.")
    );
    let denied = "Authorization denied: You do not have permission to perform this action. Please contact your administrator.";
    assert_eq!(closed(1008, denied), ended(true, "Your role does not allow this."));
    assert_eq!(closed(1006, ""), ended(true, "The connection was lost, or the Controller refused it."));
    assert_eq!(closed(1008, "<b>new</b>"), ended(true, "<b>new</b>"));
    let mut stream = after(&[(Kind::LogStop, "")]);
    stream.closed(1006, "");
    assert_eq!(stream.phase(), &ended(false, "The log has ended."));
}

fn line(text: &str, timestamp: i64) -> Frame {
    Frame { timestamp: Some(timestamp), ..Frame::new(Kind::LogLine, text) }
}

#[test]
fn a_log_whose_connection_is_lost_is_taken_up_where_it_was() {
    for code in [1001, 1005, 1006, 1011, 1012, 1013, 1014] {
        let mut stream = Stream::persistent();
        stream.receive(&line("a\nhalf", 5_000));
        stream.closed(code, "");
        assert_eq!(stream.phase(), &Phase::Lost(1), "{code}");
        assert!(stream.again());
        stream.closed(1006, "");
        assert_eq!(stream.phase(), &Phase::Lost(2), "the second attempt failed");
        assert!(stream.again());
        assert_eq!(stream.since(), Some(Time(5_000 - OVERLAP)), "from when on it is asked for");
        stream.receive(&line("a\nhalf a line\n", 9_000));
        assert_eq!(stream.phase(), &Phase::Open);
        let text = format!("a\n--- {} ---\nhalf a line\n", seam::WHOLE);
        assert_eq!(stream.lines().text(), text, "nothing comes twice");
        stream.closed(code, "");
        assert_eq!(stream.phase(), &Phase::Lost(1), "counted anew");
    }
}

#[test]
fn a_quiet_log_is_taken_up_before_it_has_said_anything() {
    let mut stream = Stream::persistent();
    stream.receive(&Frame::new(Kind::LogStart, "{}"));
    stream.closed(1006, "");
    assert_eq!(stream.phase(), &Phase::Lost(1));
    assert!(stream.again());
}

#[test]
fn what_came_after_a_loss_is_shown_when_nothing_more_comes() {
    let mut stream = Stream::persistent();
    stream.receive(&line("t\nt\n", 1));
    stream.closed(1006, "");
    assert!(stream.again());
    stream.receive(&line("t\nhalf", 2));
    assert!(stream.is_settling());
    stream.settle();
    assert!(!stream.is_settling());
    assert_eq!(stream.lines().text(), format!("t\nt\n--- {} ---\nhalf\n", seam::WHOLE));
    stream.receive(&line(" a line\n", 3));
    assert!(stream.lines().text().ends_with("\nhalf a line\n"));
}

#[test]
fn silence_is_a_loss_only_of_one_that_has_answered_before() {
    let mut stream = Stream::persistent();
    assert!([(); 5].iter().all(|()| !stream.is_dead()));
    stream.receive(&Frame::keep_alive());
    assert_eq!([(); 4].map(|()| stream.is_dead()), [false, false, true, true]);
    stream.receive(&line("a\n", 1));
    assert!(!stream.is_dead(), "whatever comes is a sign of life");
}

#[test]
fn an_end_with_a_reason_and_a_shell_are_not_taken_up_again() {
    for (code, reason) in
        [(1000, ""), (1008, "Microservice is not running"), (1008, ""), (4000, ""), (1006, "why")]
    {
        let mut stream = Stream::persistent();
        stream.receive(&line("a\n", 1));
        stream.closed(code, reason);
        assert!(matches!(stream.phase(), Phase::Ended(_)), "{code} {reason}");
        assert!(!stream.again());
    }
    let mut shell = after(&[(Kind::Stdout, "/ # ")]);
    shell.closed(1006, "");
    assert!(matches!(shell.phase(), Phase::Ended(_)));
    let mut refused = Stream::persistent();
    refused.closed(1006, "");
    assert!(matches!(refused.phase(), Phase::Ended(_)), "what never came is not lost");
}

#[test]
fn whoever_stops_a_lost_log_stops_it() {
    let mut stream = Stream::persistent();
    stream.receive(&line("a\n", 1));
    stream.closed(1006, "");
    stream.end(false, "You stopped it.");
    assert!(!stream.again());
    assert_eq!(stream.phase(), &ended(false, "You stopped it."));
}

#[test]
fn patience_grows_to_half_a_minute() {
    let pauses = [1, 2, 3, 4, 5, 6, 7, 40].map(patience);
    assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
}

#[test]
fn a_stream_that_begins_anew_keeps_what_was_written() {
    let mut stream = after(&[(Kind::Stdout, "half")]);
    stream.closed(1006, "");
    stream.restart();
    stream.receive(&Frame::new(Kind::Stdout, "next\n"));
    assert_eq!((stream.phase(), stream.lines().text().as_str()), (&Phase::Open, "half\nnext\n"));
}

#[test]
fn a_terminal_gets_the_bytes_as_they_came() {
    let mut stream = Stream::raw();
    stream.receive(&Frame::new(Kind::Stdout, [0x1b, b'[', 0xc3]));
    stream.receive(&Frame::new(Kind::Stderr, [0xa9]));
    assert_eq!((stream.drain(), stream.drain()), (vec![0x1b, b'[', 0xc3, 0xa9], vec![]));
    assert_eq!(stream.lines().end(), 0);
    stream.closed(1006, "");
    stream.restart();
    assert!(
        stream.drain().starts_with(b"\x1b[?1049l"),
        "the screen of a program that was cut off is given back"
    );
}
