use super::*;

/// A text as it was read, with a word for each thing in it.
fn said(text: &str) -> String {
    fn inline(all: &[Inline]) -> String {
        let one = |it: &Inline| match it {
            Inline::Text(text) => text.clone(),
            Inline::Code(text) => format!("[code {text}]"),
            Inline::Link(text) => format!("[link {text}]"),
            Inline::Named { words, href } => format!("[{words} to {href}]"),
            Inline::Mention(text) => format!("[at {text}]"),
            Inline::Strong(inner) => format!("[strong {}]", inline(inner)),
            Inline::Emphasis(inner) => format!("[em {}]", inline(inner)),
            Inline::Strike(inner) => format!("[strike {}]", inline(inner)),
        };
        all.iter().map(one).collect()
    }
    let block = |it: &Block| match it {
        Block::Text(inner) => inline(inner),
        Block::Quote(inner) => format!("quote({})", inline(inner)),
        Block::Code(text) => format!("code({text})"),
        Block::List { first, items } => {
            let items: Vec<String> = items.iter().map(|it| inline(it)).collect();
            format!("list{}({})", first.map(|it| it.to_string()).unwrap_or_default(), items.join("|"))
        }
    };
    blocks(text, &["Ada", "Ada Lovelace", "Ben"]).iter().map(block).collect::<Vec<_>>().join(" / ")
}

#[test]
fn emphasis_code_links_and_names_are_read() {
    for (text, read) in [
        ("**bold** and *thin* and _thin_ and ~~gone~~", "[strong bold] and [em thin] and [em thin] and [strike gone]"),
        ("**all *of* it**", "[strong all [em of] it]"),
        ("`a*b*c` **", "[code a*b*c] **"),
        ("see https://lyceum.test/a_b_c.", "see [link https://lyceum.test/a_b_c]."),
        ("@Ada Lovelace, @Ben and @Ada", "[at Ada Lovelace], [at Ben] and [at Ada]"),
        ("ada@Ada @Benjamin @Eve", "ada@Ada @Benjamin @Eve"),
        ("**@Ben**!", "[strong [at Ben]]!"),
    ] {
        assert_eq!(said(text), read, "{text}");
    }
}

#[test]
fn words_lead_to_an_address_and_to_nothing_that_is_none() {
    for (text, read) in [
        ("see [the book](https://x.test/a_(b)), page 3", "see [the book to https://x.test/a_(b)], page 3"),
        ("**[here](HTTP://x.test)**", "[strong [here to HTTP://x.test]]"),
        ("[write](mailto:ada@x.test)!", "[write to mailto:ada@x.test]!"),
        ("[a [b](https://x.test)", "[a [b to https://x.test]"),
        ("[the [book]](https://x.test)", "[the [book]]([link https://x.test])"),
    ] {
        assert_eq!(said(text), read, "{text}");
    }
    for text in [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//x.test)",
        "[x](/me)",
        "[x](mailto:)",
        "[x](mailto:ada@x.test?bcc=eve@x.test)",
        "[x](mailto:ada@x.test,eve@x.test)",
        "[x] (a)",
        "[x]()",
        "[ ](a)",
        "[x](ftp://x.test)",
        "[x\ny](a)",
    ] {
        assert_eq!(said(text), text, "{text}");
    }
    // What ends or breaks an address breaks the link: the address alone is one.
    assert_eq!(said("[x](https://x.test"), "[x]([link https://x.test]");
    assert_eq!(said("[x](https://x.test y)"), "[x]([link https://x.test] y)");
    assert_eq!(said("[x](https://x.test\">)"), "[x]([link https://x.test]\">)");
}

#[test]
fn what_only_looks_like_markup_stays_text() {
    for text in [
        "2 * 3 * 4",
        "snake_case_name",
        "**",
        "****",
        "a ** b ** c",
        "`",
        "``",
        "~~ x ~~",
        "5*6*7",
        "<b>x</b>",
        "-x",
        "1.5",
        ">x",
    ] {
        assert_eq!(said(text), text.trim_matches('\n'), "{text}");
    }
}

#[test]
fn lines_make_quotes_lists_and_code() {
    assert_eq!(said("a\n> b\n> c\nd"), "a / quote(b\nc) / d");
    assert_eq!(said("- a\n- **b**\n3. c\n4. d"), "list(a|[strong b]) / list3(c|d)");
    assert_eq!(said("```rust\nlet *x* = 1;\n\n> y\n```\nafter"), "code(let *x* = 1;\n\n> y) / after");
    assert_eq!(said("```\nnever closed"), "```\nnever closed");
    assert_eq!(said("one\n\n\ntwo"), "one\n\n\ntwo", "empty lines within a text are the writer's");
    assert_eq!(said(""), "");
}

#[test]
fn names_that_are_called_are_found_once_and_not_in_code() {
    let names = ["Ada", "Ada Lovelace", "Ben"];
    assert_eq!(called("@Ben @Ben **@Ada Lovelace** `@Ada`", &names), ["Ada Lovelace", "Ben"]);
    assert_eq!(called("```\n@Ben\n```", &names), [""; 0]);
}

#[test]
fn hostile_texts_of_full_length_are_read_quickly_and_lose_nothing() {
    for part in [
        "**",
        "*a ",
        "_a ",
        "~~a",
        "`",
        "`\n",
        "> ",
        "- ",
        "```\n",
        "@",
        "*a*",
        "**a",
        "[",
        "http://[",
        "[a](",
        "[a](http://a(",
        "[a]",
    ] {
        let text = part.repeat(10_000 / part.len());
        assert!(blocks(&text, &["Ada"]).len() <= text.len());
    }
    assert_eq!(said(&"**a".repeat(1_000)).matches('a').count(), 1_000);
}
