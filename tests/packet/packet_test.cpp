// SPDX-License-Identifier: GPL-3.0-or-later
// A label packet goes out, is answered in a browser, and comes back.
#include "domain/error.h"
#include "store/rubrics.h"
#include "tests/packet/browser.h"
#include "tests/workbench/judged_project.h"
#include "workbench/label_files.h"
#include "workbench/label_packet.h"

#include <gmock/gmock.h>

#include <fstream>

namespace tiebreak::workbench {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = store::LabelOutcome::Kind;
using test::Browser;
using test::Json;

const std::string hostile =
    "</script><script>window.pwned = 1</script><img src=http://127.0.0.1:9/x onerror=\"window.pwned = 2\">"
    "<style>body{display:none}</style> \xe2\x80\xae reversed \x1b[31m @DATA@ @SCRIPT@";

struct Packet : ::testing::Test {
    JudgedProject p;
    std::optional<std::string> program = Browser::find();

    void SetUp() override {
        auto items = plain_items(16);
        for (domain::Item& item : items) {
            item.instruction += " " + hostile;
        }
        p.make(items, {model("secret-model-one"), model("secret-model-two")},
               {.baseline = "", .answer = [](std::size_t c, std::size_t i) -> std::optional<std::string> {
                    return hostile + " answer " + std::to_string(c) + "-" + std::to_string(i) +
                           std::string(i == 0 ? 3000 : 40, 'w');
                }});
        const auto judge = p.judging("secret-judging", domain::Protocol::joint, "endpoint", "secret-judge");
        p.write([&](Connection& c) {
            for (std::size_t i = 0; i < 16; ++i) {
                p.joint(c, judge, i, 1, {{0, 50, "secret-comment"}, {1, 50, "secret-comment"}});
            }
        });
    }
    LabelPacket hand_out(std::size_t cards, store::LabelMode mode = store::LabelMode::pair) {
        PacketChoice choice;
        choice.cards = cards;
        choice.choice.mode = mode;
        return hand_out_packet(p.project, p.run, {}, choice);
    }
    std::filesystem::path written(const LabelPacket& packet) {
        const std::filesystem::path file = p.folder / "packet.html";
        std::ofstream(file, std::ios::binary) << packet.html;
        return file;
    }
    std::vector<store::LabelRow> labels() {
        return p.project.read([&](Connection& c) { return store::labels(c, p.run); });
    }
    static void keep_picture(Browser& browser, const std::string& name) {
        if (const char* folder = std::getenv("TIEBREAK_PICTURES")) {
            browser.picture(std::filesystem::path(folder) / (name + ".png"));
        }
    }
};

} // namespace

TEST_F(Packet, HoldsTheBlindCardsAndNothingElse) {
    const LabelPacket packet = hand_out(12);
    EXPECT_EQ(packet.cards, 12U);
    EXPECT_THAT(packet.html, Not(HasSubstr("secret-"))); // no model, judge, judging or comment
    EXPECT_THAT(packet.html, Not(HasSubstr("the run")));
    EXPECT_THAT(packet.html, Not(HasSubstr(p.items[0].uid)));
    EXPECT_THAT(packet.html, Not(HasSubstr("<img")));
    EXPECT_THAT(packet.html, Not(HasSubstr("window.pwned = 1</script>")));
    // Both orders occur: sides are shuffled.
    const PacketCards cards = packet_cards_from_json(packet.row.cards);
    int first = 0;
    for (const PacketCards::Card& card : cards.cards) {
        first += card.responses[0] < card.responses[1] ? 1 : 0;
    }
    EXPECT_GT(first, 0);
    EXPECT_LT(first, 12);
    // The eleventh is one of the earlier with its sides swapped.
    EXPECT_EQ(cards.cards[10].purpose, store::LabelPurpose::again);
}

TEST_F(Packet, IsAnsweredByKeyboardKeepsProgressAndComesBack) {
    if (!program) {
        GTEST_SKIP() << "no Chromium here";
    }
    const LabelPacket packet = hand_out(8);
    const std::filesystem::path file = written(packet);
    Browser browser(*program, p.folder / ".");
    browser.size(1366, 768, false);
    browser.open(file);
    keep_picture(browser, "packet-start");
    browser.evaluate("document.getElementById('who').focus()");
    browser.key("Enter", 13, "\r"); // without a name it does not begin
    EXPECT_EQ(browser.evaluate("document.getElementById('work').hidden"), true);
    browser.type("Col");
    browser.key("Enter", 13, "\r");
    EXPECT_EQ(browser.evaluate("document.getElementById('work').hidden"), false);
    keep_picture(browser, "packet-card");
    EXPECT_THAT(browser.evaluate("document.querySelector('.text').textContent").get<std::string>(),
                HasSubstr("<img src=")); // as text
    browser.digit(1);
    browser.key("r", 'R', "r");
    browser.type("12 x reasons"); // digits are words there
    browser.key("Enter", 13, "\r");
    browser.digit(2);
    browser.digit(0);
    browser.key("x", 'X', "x");
    browser.key("?", 191, "?", 8);
    browser.wait("document.getElementById('count').textContent == '5 of 8'");
    browser.key("z", 'Z', {}, 2); // back, and another verdict
    browser.wait("document.getElementById('count').textContent == '4 of 8'");
    browser.digit(1);
    browser.reload(); // as if it had been closed
    EXPECT_THAT(browser.evaluate("document.getElementById('begin').textContent").get<std::string>(),
                HasSubstr("5 of 8"));
    browser.click("#begin");
    browser.click("#save"); // what there is so far
    EXPECT_EQ(import_labels(p.project, browser.saved()).added, 5);
    browser.click("#more");
    for (int n = 0; n < 3; ++n) {
        browser.digit(2);
    }
    browser.wait("!document.getElementById('end').hidden");
    keep_picture(browser, "packet-end");
    const std::filesystem::path late = browser.saved();
    EXPECT_LT(std::filesystem::file_size(late), 4000U); // verdicts, no texts

    const LabelImport rest = import_labels(p.project, late);
    EXPECT_EQ(rest.added, 3);
    EXPECT_EQ(rest.known, 5);
    EXPECT_TRUE(rest.bad.empty());
    EXPECT_EQ(import_labels(p.project, late).added, 0);

    const std::vector<store::LabelRow> rows = labels();
    ASSERT_EQ(rows.size(), 8U);
    const PacketCards cards = packet_cards_from_json(packet.row.cards);
    const std::vector<store::LabelOutcome> said{{Kind::winner, 1}, {Kind::winner, 2}, {Kind::tie, 0},
                                                {Kind::bad, 0},    {Kind::winner, 1}, {Kind::winner, 2},
                                                {Kind::winner, 2}, {Kind::winner, 2}};
    for (std::size_t k = 0; k < 8; ++k) {
        EXPECT_EQ(rows[k].annotator, "Col");
        EXPECT_EQ(rows[k].outcome, said[k]) << k;
        EXPECT_EQ(rows[k].responses, cards.cards[k].responses) << k;
        EXPECT_EQ(rows[k].rationale, k == 1 ? "12 x reasons" : "") << k;
    }

    EXPECT_TRUE(browser.evaluate("window.pwned === undefined").get<bool>());
    for (const std::string& address : browser.requests()) {
        EXPECT_TRUE(address.starts_with("file://") || address.starts_with("blob:")) << address;
    }
    EXPECT_TRUE(browser.complaints().empty()) << browser.complaints().front();
}

TEST_F(Packet, IsAnsweredByTouchOnAPhone) {
    if (!program) {
        GTEST_SKIP() << "no Chromium here";
    }
    const std::filesystem::path file = written(hand_out(4));
    Browser browser(*program, p.folder / ".");
    browser.size(390, 844, true, true);
    browser.open(file);
    browser.tap("#who");
    browser.type("Dee");
    browser.tap("#begin");
    browser.wait("!document.getElementById('work').hidden");
    keep_picture(browser, "packet-phone");
    // Nothing is wider than the screen, nothing too small for a finger.
    EXPECT_TRUE(browser.evaluate("document.documentElement.scrollWidth <= innerWidth").get<bool>());
    EXPECT_TRUE(browser
                    .evaluate("[...document.querySelectorAll('#work button')].every(b => "
                              "b.getBoundingClientRect().height >= 44)")
                    .get<bool>());
    browser.tap("article:nth-of-type(2) button.answer");
    browser.wait("document.getElementById('count').textContent == '1 of 4'");
    browser.tap("#keys button:nth-of-type(1)"); // a tie
    browser.wait("document.getElementById('count').textContent == '2 of 4'");
    browser.tap("#back");
    browser.wait("document.getElementById('count').textContent == '1 of 4'");
    for (int n = 1; n < 4; ++n) {
        browser.tap("article:nth-of-type(1) button.answer");
    }
    browser.wait("!document.getElementById('end').hidden");
    keep_picture(browser, "packet-phone-end");
    EXPECT_EQ(import_labels(p.project, browser.saved()).added, 4);
    EXPECT_EQ(labels().front().outcome, (store::LabelOutcome{Kind::winner, 2}));
    EXPECT_TRUE(browser.complaints().empty()) << browser.complaints().front();
}

TEST_F(Packet, RanksAndScoresComeBackToo) {
    if (!program) {
        GTEST_SKIP() << "no Chromium here";
    }
    const std::filesystem::path file = written(hand_out(2, store::LabelMode::rank));
    Browser browser(*program, p.folder / ".");
    browser.size(1024, 700, false);
    browser.open(file);
    browser.evaluate("document.getElementById('who').focus()");
    browser.type("Eve");
    browser.key("Enter", 13, "\r");
    browser.digit(2);
    browser.key("Enter", 13, "\r"); // the last place follows
    browser.wait("document.getElementById('count').textContent == '1 of 2'");
    browser.click("#save");
    EXPECT_EQ(import_labels(p.project, browser.saved()).added, 1);
    EXPECT_EQ(labels().front().ranks, (std::vector<int>{2, 1}));

    p.write([](Connection& c) {
        domain::Rubric rubric;
        rubric.name = "helpful";
        rubric.criteria = "Does it help?";
        rubric.scale_min = 1;
        rubric.scale_max = 5;
        store::save_rubric(c, rubric);
    });
    browser.open(written(hand_out(2, store::LabelMode::rubric)));
    browser.evaluate("document.getElementById('who').focus()");
    browser.type("Eve");
    browser.key("Enter", 13, "\r");
    browser.digit(7); // no such score
    browser.digit(4);
    browser.wait("document.getElementById('count').textContent == '1 of 2'");
    keep_picture(browser, "packet-rubric");
    browser.click("#save");
    EXPECT_EQ(import_labels(p.project, browser.saved()).added, 1);
    EXPECT_EQ(labels().back().scores, (std::vector<store::LabelScore>{{"overall", 4}}));
}

TEST_F(Packet, AnswersOfAnotherProjectAreRefusedAndBadOnesNamed) {
    const LabelPacket packet = hand_out(2);
    formats::PacketAnswers answers;
    answers.packet = "nobody's";
    answers.annotator = "Col";
    EXPECT_THROW(p.write([&](Connection& c) { (void)store_packet_answers(c, answers); }), domain::Error);
    answers.packet = packet.uid;
    answers.answers = {{"1", "1", {}, {}, "", 5},
                       {"99", "1", {}, {}, "", 6},
                       {"2", "nonsense", {}, {}, "", 7},
                       {"2", "3", {}, {}, "", 8}};
    LabelImport import;
    p.write([&](Connection& c) { import = store_packet_answers(c, answers); });
    EXPECT_EQ(import.added, 1);
    ASSERT_EQ(import.bad.size(), 3U);
    // A later word on the same card takes the place of the earlier, an earlier one changes nothing.
    answers.answers = {{"1", "2", {}, {}, "", 9}};
    p.write([&](Connection& c) { import = store_packet_answers(c, answers); });
    EXPECT_EQ(import.added, 1);
    answers.answers = {{"1", "tie", {}, {}, "", 4}};
    p.write([&](Connection& c) { import = store_packet_answers(c, answers); });
    EXPECT_EQ(import.known, 1);
    ASSERT_EQ(labels().size(), 1U);
    EXPECT_EQ(labels().front().outcome.winner, 2);
}

} // namespace tiebreak::workbench
