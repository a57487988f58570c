// SPDX-License-Identifier: GPL-3.0-or-later
// The report's three forms: JSON for scripts, text for a terminal, HTML for a browser.
#include "tests/workbench/judged_project.h"
#include "text/utf8.h"
#include "workbench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

namespace tiebreak::workbench {

namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string hostile = "<script>alert('x')</script>\"&\x1b[31m\u202e";

/// Three models with losses, judged twice on three items.
Report sample(const std::string& name_of_b = "b") {
    JudgedProject p;
    domain::Candidate a = model("a", 3.0);
    a.tags = {{"data", "web"}};
    a.test_loss.se = 0.004;
    p.make(plain_items(3), {a, model(name_of_b, 3.5), model("c", 4.0)}, {"a", {}});
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "judge " + name_of_b, 2);
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 3; ++i) {
            const auto s = static_cast<double>(i);
            p.joint(c, ift, i, 1, {{0, 50 + s, "good"}, {1, 30 - s, name_of_b}, {2, 52 - 2 * s, ""}});
            p.joint(c, ift, i, 2, {{1, 32 + s, ""}, {2, 50 + s, ""}, {0, 52 + s, ""}});
        }
        store::set_judging_notes(c, ift, {"a reply about " + name_of_b});
    });
    return p.project.read([&](Connection& c) { return make_report(c, p.run); });
}

std::set<std::string> missing(const json& object, const std::set<std::string>& keys) {
    std::set<std::string> absent;
    for (const std::string& key : keys) {
        if (!object.contains(key)) {
            absent.insert(key);
        }
    }
    return absent;
}

} // namespace

TEST(ReportJson, HasEveryKeyThatWasPromised) {
    const json report = json::parse(to_json(sample()));
    using Keys = std::set<std::string>;
    EXPECT_EQ(report.at("format"), 1);
    EXPECT_EQ(missing(report, {"format", "run", "candidates", "judgings", "loss_vs_score", "labels"}),
              Keys{});
    EXPECT_EQ(missing(report["run"], {"id", "name", "eval_set", "items", "started", "finished", "status"}),
              Keys{});
    EXPECT_EQ(missing(report["candidates"][0],
                      {"name", "test_loss", "tags", "responses", "failed", "missing", "prompt_tokens",
                       "completion_tokens", "cost", "latency_ms", "degenerate"}),
              Keys{});
    EXPECT_EQ(missing(report["judgings"][0],
                      {"name", "protocol", "judge", "repeats", "seed", "calls", "judged", "parse_failures",
                       "failed", "cost", "scores", "pairs", "ratings", "warnings", "noise", "positions"}),
              Keys{});
    EXPECT_EQ(missing(report["judgings"][0]["scores"][0],
                      {"candidate", "mean", "se", "ci_low", "ci_high", "n", "rank"}),
              Keys{});
    EXPECT_EQ(missing(report["judgings"][0]["noise"],
                      {"per_candidate_sd", "within_run_sd", "residual_sd", "run_shift_sd"}),
              Keys{});
    EXPECT_EQ(missing(report["judgings"][0]["positions"][0], {"position", "mean", "n"}), Keys{});
    EXPECT_EQ(missing(report["loss_vs_score"], {"judging", "n", "pearson", "pearson_p", "spearman", "kendall",
                                                "slope", "intercept", "residuals"}),
              Keys{});
    EXPECT_EQ(missing(report["loss_vs_score"]["residuals"][0], {"candidate", "residual", "outlier"}), Keys{});
    EXPECT_EQ(missing(report["labels"], {"count", "ties_broken", "agreement"}), Keys{});
    EXPECT_TRUE(report["candidates"][0]["degenerate"].contains("empty"));
}

TEST(ReportJson, LatencyHasItsThreeFiguresWhereKnownAndIsNullElsewhere) {
    Report report = sample();
    EXPECT_TRUE(json::parse(to_json(report))["candidates"][0]["latency_ms"].is_null());
    report.candidates[0].latency_ms = Latency{10, 9, 30, 4};
    EXPECT_EQ(json::parse(to_json(report))["candidates"][0]["latency_ms"],
              (json{{"mean", 10.0}, {"p50", 9.0}, {"p95", 30.0}, {"n", 4}}));
}

TEST(ReportJson, ValuesAreTheReportsAndTheUndefinedIsNull) {
    const Report report = sample();
    const json document = json::parse(to_json(report));
    const json& scores = document["judgings"][0]["scores"];
    ASSERT_EQ(scores.size(), 3U);
    EXPECT_EQ(scores[0]["candidate"], "a");
    EXPECT_NEAR(scores[0]["mean"].get<double>(), 52, 1e-12);
    EXPECT_TRUE(scores[0]["difference"].is_null()) << "the baseline against itself";
    EXPECT_NEAR(scores[2]["difference"].get<double>(), 31 - 52, 1e-12);
    EXPECT_TRUE(document["candidates"][0]["cost"].is_null());
    EXPECT_TRUE(document["run"]["finished"].is_null());
    EXPECT_THAT(document["run"]["started"].get<std::string>(), testing::EndsWith("Z"));
    EXPECT_EQ(document["candidates"][0]["tags"], (json{{"data", "web"}}));
    EXPECT_EQ(document["loss_vs_scores"].size(), 1U);
    EXPECT_EQ(document["loss_vs_scores"][0], document["loss_vs_score"]);
}

TEST(ReportJson, NothingJudgedLeavesTheKeyWithNull) {
    JudgedProject p;
    p.make(plain_items(1), {model("a")});
    const json document =
        json::parse(to_json(p.project.read([&](Connection& c) { return make_report(c, p.run); })));
    EXPECT_TRUE(document.contains("loss_vs_score"));
    EXPECT_TRUE(document["loss_vs_score"].is_null());
    EXPECT_TRUE(document["judgings"].empty());
}

TEST(ReportHtml, TextOfOthersStaysText) {
    const std::string html = to_html(sample(hostile));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"));
    EXPECT_THAT(html, Not(HasSubstr("\x1b"))) << "no control characters";
    EXPECT_THAT(html, Not(HasSubstr("\u202e"))) << "nothing that turns the text around it";
}

TEST(ReportHtml, LoadsAndRunsNothing) {
    const std::string html = to_html(sample());
    for (const char* outside : {"http:", "https:", "src=", "href=", "url(", "@import", "<script", "<iframe",
                                "<object", "onload", "onclick", "javascript:"}) {
        EXPECT_THAT(html, Not(HasSubstr(outside)));
    }
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
}

TEST(ReportHtml, ShowsTheTablesAndThePicture) {
    const std::string html = to_html(sample());
    EXPECT_THAT(html, HasSubstr("<svg viewBox"));
    EXPECT_THAT(html, HasSubstr("\u25bc worse</span>")) << "b lies 21 below the baseline on every item";
    EXPECT_THAT(html, HasSubstr("3 of 3"));
    EXPECT_THAT(html, HasSubstr("Judge noise over two runs"));
    // Every element that is opened is closed.
    for (const char* tag : {"table", "tr", "td", "th", "p", "ul", "li", "svg", "g", "text", "div", "h2"}) {
        std::size_t opened = 0;
        std::size_t closed = 0;
        for (std::size_t at = 0; (at = html.find('<' + std::string(tag), at)) != std::string::npos; ++at) {
            const char after = html[at + 1 + std::string(tag).size()];
            opened += after == ' ' || after == '>' ? 1 : 0;
        }
        const std::string end = "</" + std::string(tag) + ">";
        for (std::size_t at = 0; (at = html.find(end, at)) != std::string::npos; ++at) {
            ++closed;
        }
        EXPECT_EQ(opened, closed) << tag;
    }
}

TEST(ReportText, ColumnsStandUnderEachOtherWithDoubtBesideTheFigures) {
    const std::string text =
        to_text(sample("a name so long that a terminal of eighty columns has no room for "
                       "it beside all its figures"),
                80);
    std::stringstream lines(text);
    std::string line;
    std::vector<std::string> table;
    while (std::getline(lines, line)) {
        EXPECT_LE(text::character_count(line), 80U) << line;
        if (line.find("  Rank") == 0 || (!table.empty() && table.size() < 4)) {
            table.push_back(line);
        }
    }
    ASSERT_EQ(table.size(), 4U);
    const auto column = [&](std::size_t row, const std::string& what) {
        const std::size_t at = table[row].find(what);
        EXPECT_NE(at, std::string::npos) << what << " in: " << table[row];
        return text::character_count(table[row].substr(0, at));
    };
    const std::size_t n = column(0, "n ") + 1; // the n column's right edge
    for (const std::size_t row : {1U, 2U, 3U}) {
        EXPECT_EQ(column(row, "3 of 3") + 6, n) << table[row];
    }
    EXPECT_THAT(text, HasSubstr("\u25bc"));
    EXPECT_THAT(text, HasSubstr("\u2026")) << "intervals, and the name that was cut";
    EXPECT_THAT(text, HasSubstr("  ! a reply about"));
}

TEST(ReportText, ControlCharactersDoNotReachTheTerminal) {
    const std::string text = to_text(sample(hostile + "\nsecond line"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\u202e")));
    EXPECT_THAT(text, Not(HasSubstr("\nsecond line")));
}

} // namespace tiebreak::workbench
